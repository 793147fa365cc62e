"""The Hypothesis kit: what to draw histories, accounts and dates from, and oracles that know the answers.

Of use to anyone who wants to assert laws of order on data of their own: "given any set of accounts that hold of one
true history, my view never contradicts it". No module here imports the solver, so an oracle cannot inherit its
mistakes; only the plain values (EDTF, relations, constraints) are shared.

- `time_edtf`: `edtf_texts()` of every form and level, `dates_covering(day)`, `intervals_covering(first, last)`.
- `time_histories`: `histories()` of true days; `relation_holds(...)`, what each recorded relation means, day by day.
- `time_accounts`: `true_accounts(history)`, accounts that hold of a history; `account_holds(...)`;
  `all_histories(...)`, exhaustive search over a small stretch of days.
- `time_claims`: `claim_sets()` of any constraints, consistent or not; `constraint_holds(...)`;
  `solutions(...)`, exhaustive; `planted_contradictions()` of known least size inside true surroundings.
"""
