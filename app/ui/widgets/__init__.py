"""The product's own widgets: fields, cards, chips, notices and dialogs that all pages share. Import them by module."""
