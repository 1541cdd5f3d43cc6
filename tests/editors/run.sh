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
export HOME=$folder TWIR_LINT=$program DRAFT=$folder/newsletter/draft/$name FIXED=$folder/fixed/draft/$name
case $2 in
    neovim) timeout 60 nvim --headless --clean -c "luafile $here/neovim.lua" ;;
    # What eglot says of its doings goes to standard error.
    emacs)
        timeout 60 emacs --batch --eval '(package-initialize)' --load "$here/eglot.el" 2> "$folder/said" \
            || { cat "$folder/said" >&2 && exit 1; }
        ;;
esac
