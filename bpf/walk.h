// Paths as the kernel knows them: from a file or folder up to the root of its mount namespace, across mount points.
// What a program said, how it said it and whether it lied plays no part.
#pragma once

#include "maps.h"

enum { kWalkSteps = 96, kPartBytes = 256 };

// The path stands at the end of `text`, which is filled from behind.
struct Walk {
  char text[kPathBytes + kPartBytes];
};

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct Walk);
} walks SEC(".maps");

struct WalkState {
  struct dentry* dentry;
  struct mount* mount;
  __u32 begin;  // where the text begins
  __u32 ended;  // the root was reached
  struct Walk* walk;
};

static __always_inline struct mount* mount_of(struct vfsmount* mounted) {
  return (struct mount*)((char*)mounted - bpf_core_field_offset(struct mount, mnt));
}

static long walk_step(__u32 step, struct WalkState* state) {
  struct dentry* dentry = state->dentry;
  struct mount* mount = state->mount;
  struct dentry* parent = BPF_CORE_READ(dentry, d_parent);
  if (dentry == BPF_CORE_READ(mount, mnt.mnt_root) || dentry == parent) {
    struct mount* above = BPF_CORE_READ(mount, mnt_parent);
    if (above != mount) {
      state->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
      state->mount = above;
      return 0;
    }
    state->ended = 1;
    return 1;
  }
  // Read once where there is room for the longest, to learn its length, and then to its place.
  const unsigned char* name = BPF_CORE_READ(dentry, d_name.name);
  long length = bpf_probe_read_kernel_str(&state->walk->text[kPathBytes], kPartBytes, name);
  if (length < 2 || length > kPartBytes || length > state->begin) return 1;
  __u32 begin = state->begin - length;
  if (begin >= kPathBytes) return 1;
  state->walk->text[begin] = '/';
  bpf_probe_read_kernel(&state->walk->text[(begin + 1) & (kPathBytes - 1)], (length - 1) & (kPartBytes - 1), name);
  state->begin = begin;
  state->dentry = parent;
  return 0;
}

// Appends the path of what a struct path points to, at data[offset]; offset at most kDataBytes - kPathBytes. Returns
// its length; 0: it could not be told (deeper than kWalkSteps, longer than kPathBytes).
static __always_inline __u32 append_path(struct Scratch* room, __u32 offset, const struct path* at) {
  __u32 zero = 0;
  struct Walk* walk = bpf_map_lookup_elem(&walks, &zero);
  if (!walk || offset > kDataBytes - kPathBytes) return 0;
  struct WalkState state = {.dentry = BPF_CORE_READ(at, dentry),
                            .mount = mount_of(BPF_CORE_READ(at, mnt)),
                            .begin = kPathBytes,
                            .walk = walk};
  struct dentry* first = state.dentry;
  bpf_loop(kWalkSteps, walk_step, &state, 0);
  if (!state.ended) return 0;
  if (state.begin == kPathBytes) {
    // A root, or a file of no folder, as memfd_create makes: it has a name, but not a path.
    long length = bpf_probe_read_kernel_str(&room->data[offset], kPartBytes, BPF_CORE_READ(first, d_name.name));
    return length > 1 && length <= kPartBytes ? length - 1 : 0;
  }
  if (state.begin > kPathBytes) return 0;
  __u32 length = kPathBytes - state.begin;
  if (length > kPathBytes) return 0;
  if (bpf_probe_read_kernel(&room->data[offset], length, &walk->text[state.begin & (kPathBytes - 1)])) return 0;
  return length;
}

// Appends a text of the program that runs. Returns its length without NUL; 0: it is empty or could not be read.
static __always_inline __u32 append_text(struct Scratch* room, __u32 offset, const void* text) {
  if (offset > kDataBytes - kPathBytes) return 0;
  long length = bpf_probe_read_user_str(&room->data[offset], kPathBytes, text);
  return length > 1 && length <= kPathBytes ? length - 1 : 0;
}
