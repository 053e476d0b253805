"""The catalogue of messages and its use."""
