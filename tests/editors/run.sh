#!/usr/bin/env bash
# A real editor as a client of the language server: tests/editors/run.sh PROGRAM neovim|emacs
#
# It opens a draft with a mistake behind an emoji, which every client counts in its own way.
set -euo pipefail
program=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/newsletter/draft" "$folder/newsletter/content" "$folder/newsletter/.git"
name=2026-03-04-this-week-in-rust.md
sed 's/^\* \[The crabs/* [🦀 The crabs/' "$here/../../fixtures/draft/$name" > "$folder/newsletter/draft/$name"
cp -r "$folder/newsletter" "$folder/fixed"
"$program" --fix --quiet --fail-on never --output-file "$folder/report" "$folder/fixed/draft/$name"
mkdir "$folder/bin" && ln -s "$program" "$folder/bin/twir-lint"
export PATH=$folder/bin:$PATH HOME=$folder TWIR_LINT=$program DRAFT=$folder/newsletter/draft/$name FIXED=$folder/fixed/draft/$name
case $2 in
    neovim)
        # With the settings of docs/editors.md: the first are for 0.11 and later, the second for those before.
        block=1
        nvim --version | grep --quiet --extended-regexp '^NVIM v0\.([0-9]|10)\.' && block=2
        awk -v wanted=$block '/^```$/ { inside = 0 } inside { print } /^```lua$/ { inside = ++count == wanted }' \
            "$here/../../docs/editors.md" > "$folder/init.lua"
        timeout 60 nvim --headless -u "$folder/init.lua" "$DRAFT" -c "luafile $here/neovim.lua"
        ;;
    # What eglot says of its doings goes to standard error.
    emacs)
        timeout 60 emacs --batch --eval '(package-initialize)' --load "$here/eglot.el" 2> "$folder/said" \
            || { cat "$folder/said" >&2 && exit 1; }
        ;;
esac
