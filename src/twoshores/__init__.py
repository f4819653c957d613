"""Twoshores: what migrants bring, turned into development projects at home."""

__version__ = "0.1.0"
