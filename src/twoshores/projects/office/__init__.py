"""Logframe, work plan and budget as Excel and Word files, out and back, and as a PDF to sign."""
