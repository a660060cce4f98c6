#!/bin/sh
# Installs Steward from this folder, for you or for everybody, and takes it away again.
set -eu

usage() {
	cat <<'END'
usage: ./install.sh [--user | --all] [--prefix FOLDER]
       ./install.sh --uninstall [--user | --all] [--prefix FOLDER]

  --user       for you alone, below ~/.local (what happens without a word)
  --all        for everybody, below /usr/local; needs root
  --prefix     below another folder
  --uninstall  takes away what was installed; your data stays

Installing again replaces the older version. What was installed is listed in
lib/steward/files below the folder; the install.sh beside it takes it away, too.
END
}

prefix='' action=install
while [ $# -gt 0 ]; do
	case $1 in
	--user) prefix=${HOME:?}/.local ;;
	--all) prefix=/usr/local ;;
	--prefix) prefix=${2:?a folder is missing} && shift ;;
	--uninstall) action=uninstall ;;
	-h | --help) usage && exit ;;
	*) usage >&2 && exit 2 ;;
	esac
	shift
done
here=$(cd "$(dirname "$0")" && pwd)
case $prefix$here in # the copy that was installed knows where it is
/*/lib/steward) : "${prefix:=${here%/lib/steward}}" ;;
*) : "${prefix:=${HOME:?}/.local}" ;;
esac
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
list=$prefix/lib/steward/files

# uninstall removes the files of the list, and then the folders that were made for them
# and are empty, the innermost first.
uninstall() {
	[ -f "$list" ] || return 1
	made=$(mktemp)
	while read -r kind path; do
		case $kind in
		file) rm -f "$prefix/$path" ;;
		folder) echo "$path" >>"$made" ;;
		esac
	done <"$list"
	rm -f "$list"
	sort -r "$made" | while read -r path; do
		rmdir "$prefix/$path" 2>/dev/null || true
	done
	rm -f "$made"
}

# folder makes a folder below the prefix and notes each that was not there.
folder() {
	[ -d "$prefix/$1" ] && return
	case $1 in */*) folder "${1%/*}" ;; esac
	mkdir "$prefix/$1"
	echo "folder $1" >>"$notes"
}

# place copies FROM to TO below the prefix. The new file takes the old one's name at once:
# a running Steward keeps its own.
place() {
	case $2 in */*) folder "${2%/*}" ;; esac
	cp "$here/$1" "$prefix/$2.new"
	mv -f "$prefix/$2.new" "$prefix/$2"
	echo "file $2" >>"$notes"
}

refresh() {
	if command -v gtk-update-icon-cache >/dev/null && [ -f "$prefix/share/icons/hicolor/index.theme" ]; then
		gtk-update-icon-cache -q "$prefix/share/icons/hicolor" || true
	fi
}

if [ $action = uninstall ]; then
	uninstall || { echo "There is no Steward below $prefix." >&2; exit 1; }
	refresh
	echo "Steward was taken away from $prefix. Your data was left where it is."
	exit
fi

umask 022
mkdir -p "$prefix" || { echo "$prefix cannot be made. Without root, install with --user." >&2; exit 1; }
[ -w "$prefix" ] || { echo "$prefix cannot be written. As root, or with --user, it can be done." >&2; exit 1; }
uninstall || true
notes=$(mktemp)
trap 'rm -f "$notes"' EXIT
(cd "$here" && find bin share -type f) >"$notes.all"
while read -r path; do
	place "$path" "$path"
done <"$notes.all"
rm -f "$notes.all"
place zsh/_steward share/zsh/site-functions/_steward
place install.sh lib/steward/install.sh

# A desktop does not look for programs in a person's folder: the entry names it wholly.
for entry in "$prefix"/share/applications/*.Steward.desktop; do
	sed "s|^Exec=steward|Exec=\"$prefix/bin/steward\"|" "$entry" >"$entry.new"
	mv -f "$entry.new" "$entry"
done
echo "file lib/steward/files" >>"$notes"
cp "$notes" "$list"
refresh

echo "Steward is installed: $prefix/bin/steward"
case :$PATH: in
*":$prefix/bin:"*) ;;
*) echo "$prefix/bin is not on your PATH; the menu of your desktop starts it all the same." ;;
esac
