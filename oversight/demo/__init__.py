"""The demonstration: fictional parks in every stage, made by calling the verbs that people call."""
