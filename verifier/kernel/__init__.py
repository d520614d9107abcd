"""The trusted part: its own terms, domains, and the decision whether two terms are equal.

`terms` makes terms, `domains` says over what they range, `decide` decides; `worker` does so in a
process of its own. docs/kernel.md says what has to be right for a verdict to be right.
"""
