"""Reading running text: what quantities its sentences state, and what they state about one another.

The grammar of Chinese quantities is here; what the quantities of a form are called is data (`[[quantity]]` and
`[words]` of the rules file). Everything takes time linear in the text and never raises on any text.
"""
