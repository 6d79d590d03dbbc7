"""The rules that the desk works by, to be read: terms, holidays, categories, limits, texts of rights, contacts."""
