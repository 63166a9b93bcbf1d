#!/bin/sh
# usage: debian.sh FOLDER [PACKAGE,...]: a minimal Debian made by debootstrap in FOLDER, with packages besides, from the mirror that
# this machine's apt uses. One that is there already is taken as it is. Must run as root.
set -eu
folder=$1 packages=${2-}
[ ! -e "$folder/.whole" ] || exit 0
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CREATED_BY)' | sed -n 's|^\([^ ]*/debian/\) Packages$|\1|p' | head -n 1)
rm -rf "$folder" && mkdir -p "$folder"
debootstrap --variant=minbase ${packages:+"--include=$packages"} "$codename" "$folder" "${mirror:-http://deb.debian.org/debian/}" >"$folder.log" 2>&1 || {
    echo "debootstrap failed:" >&2
    tail -n 20 "$folder.log" >&2
    exit 1
}
rm -rf "$folder"/var/cache/apt/archives/*.deb "$folder"/var/lib/apt/lists/* "$folder"/usr/share/doc "$folder"/usr/share/man "$folder"/usr/share/locale
# Interrupted before this, it is made anew.
touch "$folder/.whole"
