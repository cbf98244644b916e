#!/bin/sh
# What the action runs. Inputs come in variables and are never evaluated: neither they nor names of branches, files or
# packages become code of the shell, commands of the runner or lines of its files.
#
# In:  INPUT_PATH INPUT_AGAINST INPUT_FAIL_ON INPUT_SARIF_FILE INPUT_INCOMPLETE INPUT_ARGS INPUT_CORDON (action.yml says
#      what they mean), and of the runner GITHUB_EVENT_NAME GITHUB_OUTPUT GITHUB_STEP_SUMMARY RUNNER_TEMP
# Out: the exit code of cordon, but 0 for 3 where INPUT_INCOMPLETE is warn and nothing but knowledge was missing; outputs
#      verdict, sarif, exit-code
set -eu
set -f # words of `args` are words, not patterns

line_feed='
'
carriage_return=$(printf '\r')
most_summary=900000 # bytes; a runner refuses a summary of more than 1 MiB

fail() {
  printf 'cordon: %s\n' "$1" >&2
  exit 2
}

one_line() {
  case $2 in
  *"$line_feed"* | *"$carriage_return"*) fail "the input $1 has more than one line" ;;
  esac
}

path=${INPUT_PATH:-.}
against=${INPUT_AGAINST:-}
fail_on=${INPUT_FAIL_ON:-}
sarif=${INPUT_SARIF_FILE:-cordon.sarif}
incomplete=${INPUT_INCOMPLETE:-fail}
cordon=${INPUT_CORDON:-cordon}
one_line path "$path"
one_line against "$against"
one_line fail-on "$fail_on"
one_line sarif-file "$sarif"
one_line cordon "$cordon"
case $incomplete in
fail | warn) ;;
*) fail "the input incomplete must be fail or warn" ;;
esac
command -v -- "$cordon" >/dev/null 2>&1 ||
  fail "there is no program $cordon: put cordon on the PATH of the runner, or name it with the input cordon (ci/README.md)"

# A link of this name in the checkout would lead to any file that the runner may write; cordon refuses those above it.
if [ -L "$sarif" ]; then rm -f -- "$sarif"; fi

temporary=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/cordon-XXXXXX")
trap 'rm -rf -- "$temporary"' EXIT
summary=$temporary/summary.md

set -- scan --color never --output "sarif=$sarif" --output "markdown=$summary"
if [ -n "$fail_on" ]; then set -- "$@" --fail-on "$fail_on"; fi
case $against in
'')
  # Of a pull request what it brings; else everything that is there.
  case ${GITHUB_EVENT_NAME:-} in
  pull_request) set -- "$@" --against=auto ;;
  pull_request_target)
    # What it checks out by default is the base; cordon says so, and gives no answer.
    set -- "$@" --against=auto
    printf '::warning title=Cordon::pull_request_target runs with the rights and secrets of the base: pull_request is enough here.\n'
    ;;
  esac
  ;;
none) ;;
*) set -- "$@" "--against=$against" ;;
esac
case $path in
-*) path=./$path ;; # a path, and no option
esac
# shellcheck disable=SC2086
set -- "$@" ${INPUT_ARGS:-} "$path"

# What is printed may hold names that look like commands of the runner: it is told to take none until it sees a word
# that nobody can know.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
[ "${#token}" -eq 32 ] || fail "/dev/urandom gives nothing"
code=0
printf '::stop-commands::%s\n' "$token"
"$cordon" "$@" 2>&1 || code=$?
printf '\n::%s::\n' "$token"

verdict=error written=
case $code in
0 | 1 | 3)
  first=
  IFS= read -r first <"$summary" || :
  case $first in
  '## Cordon: allow') verdict=allow ;;
  '## Cordon: incomplete' | '## Cordon: incomplete, only knowledge is missing') verdict=incomplete ;;
  '## Cordon: review') verdict=review ;;
  '## Cordon: block') verdict=block ;;
  *) fail "cordon wrote no summary" ;;
  esac
  written=$sarif
  ;;
*)
  # A report without content is none.
  if [ -f "$sarif" ] && [ ! -s "$sarif" ]; then rm -f -- "$sarif"; fi
  printf '## Cordon: no answer\n\nIt ended with exit code %s. The log of this step says why.\n' "$code" >"$summary"
  ;;
esac

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  if [ "$(wc -c <"$summary")" -gt "$most_summary" ]; then
    # Whole lines only.
    head -c "$most_summary" "$summary" | sed '$d' >>"$GITHUB_STEP_SUMMARY"
    printf '\n**This summary was cut.** The SARIF file has everything.\n' >>"$GITHUB_STEP_SUMMARY"
  else
    cat "$summary" >>"$GITHUB_STEP_SUMMARY"
  fi
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  printf 'verdict=%s\nsarif=%s\nexit-code=%s\n' "$verdict" "$written" "$code" >>"$GITHUB_OUTPUT"
fi

# What stands in the project and cannot be read is nothing to forgive: the package client may read it.
if [ "$code" -eq 3 ] && [ "$incomplete" = warn ] && [ "$first" = '## Cordon: incomplete, only knowledge is missing' ]; then
  printf '::warning title=Cordon::Nothing was found, but knowledge is missing or too old: the summary says which.\n'
  exit 0
fi
exit "$code"
