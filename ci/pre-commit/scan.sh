#!/bin/sh
# What the hook runs: only what differs from HEAD is told. It looks at the working tree. pre-commit puts away what is not
# staged before it runs hooks, so that this is what will be committed; as a hook of git itself it sees all of your changes.
#
# Arguments are options of cordon scan. CORDON_PROGRAM names the program (default: cordon on the PATH).
# Exit code: that of cordon, but 0 where nothing was found and only knowledge was missing: that is for CI to insist on.
set -eu

cordon=${CORDON_PROGRAM:-cordon}
command -v -- "$cordon" >/dev/null 2>&1 || {
  printf 'cordon: there is no program %s: install cordon, or name it in CORDON_PROGRAM\n' "$cordon" >&2
  exit 2
}
# Before the first commit there is nothing to compare with.
if git rev-parse --quiet --verify 'HEAD^{commit}' >/dev/null 2>&1; then set -- --against=HEAD "$@"; fi
temporary=$(mktemp -d "${TMPDIR:-/tmp}/cordon-XXXXXX")
trap 'rm -rf -- "$temporary"' EXIT
code=0
"$cordon" scan --quiet --output "markdown=$temporary/summary.md" "$@" . || code=$?
if [ "$code" -eq 3 ]; then
  first=
  IFS= read -r first <"$temporary/summary.md" || :
  if [ "$first" = '## Cordon: incomplete, only knowledge is missing' ]; then
    echo "cordon: nothing was found, but knowledge is missing or too old" >&2
    code=0
  else
    echo "cordon: nothing was found, but not everything in the project could be looked at: see above" >&2
  fi
fi
exit "$code"
