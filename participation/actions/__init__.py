"""Acts of the audit: each is one transaction and knows nothing of requests. Import them from their modules."""
