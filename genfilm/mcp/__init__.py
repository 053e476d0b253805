"""The MCP server: the graph as tools for language models, with the claims behind every answer."""
