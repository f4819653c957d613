"""What a spreadsheet would run instead of showing it: refused when read, marked when written.

is_formula("=HYPERLINK(...)")   # True: refuse the cell
marked("=1+1")                  # "'=1+1": shown as it is written
"""

from twoshores.engines.spreadsheets.formulas import is_formula, marked

__all__ = ["is_formula", "marked"]
