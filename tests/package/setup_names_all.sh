#!/usr/bin/env bash
# Every header that the build read and every library that its programs load belongs to a package
# that tools/setup names, or that such a package depends on: a machine with nothing else will do.
#
# setup_names_all.sh BUILD_DIRECTORY
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
[[ -f $build/build.ninja ]] && command -v dpkg-query >/dev/null || exit 77  # not Debian, or not ninja

named=$(sed -nE '/^(build|libraries|tests|benchmarks)=\(/,/\)/p' "$root/tools/setup" |
        sed -E 's/^[a-z]+=//' | tr -s '() \n' '\n' | sed '/^$/d')

# The named packages and all that they depend on, as installed here.
closure=" "
todo=$named
while [[ -n $todo ]]; do
  next=""
  for package in $todo; do
    [[ $closure == *" $package "* ]] && continue
    closure+="$package "
    depends=$(dpkg-query --show --showformat='${Pre-Depends},${Depends}' "$package" 2>/dev/null || true)
    next+=" $(sed 's/([^)]*)//g; s/:any//g; s/:amd64//g; s/:arm64//g' <<<"$depends" | tr ',|' '  ')"
  done
  todo=$(tr -s ' \n' '\n' <<<"$next" | sort -u | sed '/^$/d')
done

headers=$(ninja -C "$build" -t deps | grep -oE '^ +/[^ ]+' | tr -d ' ' | sort -u | grep -E '^/usr/')
programs=$(find "$build" -maxdepth 2 -type f -perm -u+x ! -name '*.sh' ! -name '*.so*')
loaded=$(ldd $programs 2>/dev/null | grep -oE '=> /[^ ]+' | cut -c4- | sort -u | xargs -r realpath | sort -u)
[[ $(wc -l <<<"$headers") -gt 100 && -n $loaded ]] || { echo "nothing to look at in $build" >&2; exit 1; }

# In the records of packages /lib may stand for /usr/lib.
owners=$({ echo "$headers"; sed 's|^/usr||; s|^|*|' <<<"$loaded"; } |
         xargs dpkg-query --search 2>&1 | sort -u || true)
stray=0
while IFS= read -r line; do
  case $line in
    *"no path found matching pattern"*) echo "of no package: ${line##* }" >&2; stray=1 ;;
    diversion*|local\ diversion*) ;;
    *)
      package=${line%%: *}; package=${package%%,*}; package=${package%%:*}
      [[ $closure == *" $package "* ]] || { echo "$package is not named by tools/setup: ${line##*: }" >&2; stray=1; } ;;
  esac
done <<<"$owners"
echo "$(wc -l <<<"$headers") headers and $(wc -l <<<"$loaded") libraries, from packages that $(wc -w <<<"$named") named ones bring"
exit "$stray"
