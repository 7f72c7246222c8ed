"""The reader pane: text, highlights, margin and map."""
