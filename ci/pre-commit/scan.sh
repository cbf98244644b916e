#!/bin/sh
# What the hook runs: only what differs from HEAD is told. It looks at the working tree. pre-commit puts away what is not
# staged before it runs hooks, so that this is what will be committed; as a hook of git itself it sees all of your changes.
#
# Arguments are options of cordon scan. CORDON_PROGRAM names the program (default: cordon on the PATH).
# Exit code: that of cordon, but 0 where nothing was found and something could not be looked at: that is for CI to insist on.
set -eu

cordon=${CORDON_PROGRAM:-cordon}
command -v -- "$cordon" >/dev/null 2>&1 || {
  printf 'cordon: there is no program %s: install cordon, or name it in CORDON_PROGRAM\n' "$cordon" >&2
  exit 2
}
# Before the first commit there is nothing to compare with.
if git rev-parse --quiet --verify 'HEAD^{commit}' >/dev/null 2>&1; then set -- --against=HEAD "$@"; fi
code=0
"$cordon" scan --quiet "$@" . || code=$?
if [ "$code" -eq 3 ]; then
  echo "cordon: nothing was found, but not everything was looked at" >&2
  code=0
fi
exit "$code"
