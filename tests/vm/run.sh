#!/bin/sh
# Boots Debian's own kernel under qemu, without KVM and with cgroup v2 alone, and runs inside.sh there.
# usage: run.sh SCRATCH DIST LAYOUT
#   SCRATCH  a folder to work in; kernel and modules stay there for the next run
#   DIST     what `./fleet build` made
#   LAYOUT   an OCI layout of busybox
# Prints the console; lines "PASS name" and "FAIL name: why" are the outcome. Needs Debian's qemu-system-x86, busybox-static,
# cpio, e2fsprogs, kmod, and the .NET runtime of this machine.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dist=$2 layout=$3
mkdir -p "$1" && cd "$1"

. "$here/machine.sh"
get_kernel

# The machine's disk: busybox, the C library, the .NET runtime, Fleet.
rm -rf disk && mkdir -p disk/bin disk/sbin disk/proc disk/sys disk/dev disk/run disk/tmp disk/var/lib disk/etc disk/root disk/lib/modules
cp /bin/busybox disk/bin/
for applet in $(/bin/busybox --list); do [ "$applet" = busybox ] || ln -s busybox "disk/bin/$applet"; done
for library in $(ldd "$dist/fleet" "$dist/fleet-shim" "$(readlink -f "$(command -v dotnet)")" | grep -o '/[^ ]*' | sort -u) \
    $(ls /lib/*-linux-gnu/libgcc_s.so.1 /usr/lib/*-linux-gnu/libstdc++.so.6 /lib/*-linux-gnu/lib[dmr]*.so.[126] /lib/*-linux-gnu/libpthread.so.0) \
    $(ls /usr/lib/*-linux-gnu/libssl.so.3 /usr/lib/*-linux-gnu/libcrypto.so.3); do
    case $library in *:) continue ;; esac
    [ -f "$library" ] || continue
    mkdir -p "disk$(dirname "$library")" && cp -Ln "$library" "disk$library" 2>/dev/null || true
done
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
mkdir -p disk/usr/share/dotnet
cp -r "$dotnet/host" "$dotnet/dotnet" disk/usr/share/dotnet/
mkdir -p disk/usr/share/dotnet/shared
for framework in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
    mkdir -p "disk/usr/share/dotnet/shared/$framework"
    cp -r "$dotnet/shared/$framework/$(ls "$dotnet/shared/$framework" | sort -V | tail -n 1)" "disk/usr/share/dotnet/shared/$framework/"
done
cp -r "$dist" disk/fleet && rm -rf disk/fleet/samples
cp -r "$layout" disk/image
cp "$here/inside.sh" disk/inside.sh
printf 'root:x:0:0:root:/root:/bin/sh\n' >disk/etc/passwd
printf 'root:x:0:\n' >disk/etc/group
add_modules disk
make_disk disk 900M
boot disk 900 "" /bin/sh /inside.sh
