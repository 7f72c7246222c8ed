"""The view between Read and Charts: everything that is tagged, across the articles, in one list."""
