#!/bin/sh
# Kills a run without warning (SIGKILL) at random moments and shows that no cell is lost: the result of the resumed run
# equals that of an uninterrupted one in everything but /provenance.
#
# usage: kill_resume.sh PROGRAM SCENARIO [ROUNDS] [-s key=value …]
#   PROGRAM   path of weightshed, e.g. build/release/cli/weightshed
#   SCENARIO  one that runs for some seconds, e.g. scenarios/baseline.toml with -s run.members=16
#   ROUNDS    random moments, default 20
# Needs h5diff (Debian: hdf5-tools). Exit code 0: all rounds equal; 1: a difference, or a state that cannot be resumed.
set -eu

if [ $# -lt 2 ]; then sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; fi
program=$(realpath "$1")
scenario=$(realpath "$2")
shift 2
rounds=20
case "${1:-}" in '' | -*) ;; *) rounds=$1; shift ;; esac

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
cd "$folder"

now_ms() { echo $(($(date +%s%N) / 1000000)); }

began=$(now_ms)
"$program" run "$scenario" -o whole.h5 -q "$@" >/dev/null
length=$(($(now_ms) - began))
echo "an uninterrupted run takes $length ms"

round=1
while [ "$round" -le "$rounds" ]; do
  rm -rf out.h5 out.h5.*
  kills=0
  # Up to three kills in a row, each at a random moment of a whole run; then a run to the end.
  while [ "$kills" -lt 3 ]; do
    moment=$(awk -v seed="$(od -An -N4 -tu4 /dev/urandom)" -v length_ms="$length" \
      'BEGIN { srand(seed); printf "%.3f", rand() * length_ms / 1000 }')
    if [ -e out.h5.parts ]; then
      "$program" resume out.h5 -q >/dev/null 2>log &
    elif [ -e out.h5 ]; then
      break
    else
      "$program" run "$scenario" -o out.h5 -q "$@" >/dev/null 2>log &
    fi
    process=$!
    sleep "$moment"
    kill -9 "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
    kills=$((kills + 1))
  done
  parts=$(find out.h5.parts -name 'part-*.h5' 2>/dev/null | wc -l)
  if [ -e out.h5.parts ] || [ -e out.h5 ]; then
    "$program" resume out.h5 -q >/dev/null || { echo "round $round: cannot resume" >&2; exit 1; }
  else
    "$program" run "$scenario" -o out.h5 -q "$@" >/dev/null
  fi
  h5diff --exclude-path=/provenance whole.h5 out.h5 >difference || { cat difference >&2; exit 1; }
  leftovers=$(find . -name 'out.h5.*' | wc -l)
  [ "$leftovers" -eq 0 ] || { echo "round $round: leftovers beside the result" >&2; ls >&2; exit 1; }
  echo "round $round: equal after $kills kills ($parts parts were kept)"
  round=$((round + 1))
done
echo "all $rounds rounds are equal"
