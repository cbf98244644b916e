// The first packet of a conversation, which says where it comes from, and the first that carries something.
#pragma once

#include "connect.h"

#include <linux/if_ether.h>

enum { kIpv4Source = 12, kIpv6Source = 8, kIpv6Bytes = 40, kUdpBytes = 8, kTcpOffset = 12 };

// Fills in where a packet comes from and goes to. Returns the offset of its payload; 0: no TCP or UDP as it is expected
// (IPv6 with extension headers, later fragments).
static __always_inline __u32 read_ends(struct __sk_buff* packet, struct KernelSent* record) {
  __u32 transport = kIpv6Bytes;
  if (packet->protocol == bpf_htons(ETH_P_IP)) {
    __u8 head[20];
    if (bpf_skb_load_bytes(packet, 0, head, sizeof head)) return 0;
    if ((head[6] & 0x1f) || head[7]) return 0;
    record->family = 4;
    record->protocol = head[9];
    __builtin_memcpy(record->source, head + kIpv4Source, 4);
    __builtin_memcpy(record->address, head + kIpv4Source + 4, 4);
    transport = (head[0] & 0x0f) * 4;
  } else if (packet->protocol == bpf_htons(ETH_P_IPV6)) {
    if (bpf_skb_load_bytes(packet, 6, &record->protocol, 1)) return 0;
    if (bpf_skb_load_bytes(packet, kIpv6Source, record->source, 16)) return 0;
    if (bpf_skb_load_bytes(packet, kIpv6Source + 16, record->address, 16)) return 0;
    record->family = 6;
  } else {
    return 0;
  }
  __be16 ports[2];
  if (bpf_skb_load_bytes(packet, transport, ports, sizeof ports)) return 0;
  record->source_port = bpf_ntohs(ports[0]);
  record->port = bpf_ntohs(ports[1]);
  if (record->protocol == IPPROTO_UDP) return transport + kUdpBytes;
  __u8 words = 0;
  if (record->protocol != IPPROTO_TCP || bpf_skb_load_bytes(packet, transport + kTcpOffset, &words, 1)) return 0;
  return transport + (words >> 4) * 4;
}

static __always_inline void read_payload(struct __sk_buff* packet, __u32 offset, struct KernelSent* record) {
  if (packet->len <= offset) return;
  __u32 more = packet->len - offset - 1;
  if (more > kPayloadBytes - 1) more = kPayloadBytes - 1;
  asm volatile("" : "+r"(more));  // the verifier must see a length that cannot be zero
  __u32 length = (more & (kPayloadBytes - 1)) + 1;
  if (bpf_skb_load_bytes(packet, offset, record->payload, length)) return;
  record->payload_bytes = length;
}

SEC("cgroup_skb/egress")
int on_packet(struct __sk_buff* packet) {
  struct bpf_sock* socket = packet->sk;
  if (!socket) return 1;
  socket = bpf_sk_fullsock(socket);
  if (!socket) return 1;
  struct Conversation* known = bpf_sk_storage_get(&conversations, socket, 0, 0);
  if (!known || known->seen & kSeenPayload) return 1;
  struct KernelSent record = {};
  __u32 payload = read_ends(packet, &record);
  if (payload) read_payload(packet, payload, &record);
  if (!payload || (known->seen & kSeenPacket && !record.payload_bytes)) return 1;
  __sync_fetch_and_or(&known->seen, record.payload_bytes ? kSeenPacket | kSeenPayload : kSeenPacket);
  record.header = known->header;
  record.header.kind = kSent;
  record.header.size = sizeof record;
  record.header.time_ns = bpf_ktime_get_boot_ns();
  record.cookie = bpf_get_socket_cookie(packet);
  put(&priority_ring, &record, sizeof record, kSent);
  return 1;
}
