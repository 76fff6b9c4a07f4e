/* Nothing is called: what this target has is found by its name in the linking. */
