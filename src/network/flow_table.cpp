#include "network/flow_table.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <random>

namespace cordon::network {

namespace {

std::uint64_t mixed(std::uint64_t one, std::uint64_t other) {
  const auto product = static_cast<unsigned __int128>(one) * other;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t unpredictable() {
  std::random_device random;
  return std::uint64_t{random()} << 32 | random();
}

}  // namespace

FlowKey FlowKey::of(const Endpoint& one, const Endpoint& other, bool tcp) {
  return one <= other ? FlowKey{one, other, tcp} : FlowKey{other, one, tcp};
}

FlowTable::FlowTable(const FlowLimits& limits) : limits_(limits), seed_(unpredictable()) {
  limits_.flows = std::max(limits_.flows, 1u);
  slots_.assign(std::bit_ceil(std::size_t{limits_.flows} * 2), kNone);
  lists_[kTcp].idle_ns = limits.tcp_idle_ns;
  lists_[kUdp].idle_ns = limits.udp_idle_ns;
  lists_[kClosed].idle_ns = limits.closed_idle_ns;
}

std::uint64_t FlowTable::hash_of(const FlowKey& key) const {
  std::array<std::uint64_t, 4> words{};
  std::memcpy(words.data(), key.low.address.bytes.data(), 16);
  std::memcpy(words.data() + 2, key.high.address.bytes.data(), 16);
  const std::uint64_t ports = std::uint64_t{key.low.port} << 32 | std::uint64_t{key.high.port} << 8 | (key.tcp ? 1 : 0);
  // No factor is known to whoever chooses the addresses: with one that is zero, all keys would have one hash.
  const std::uint64_t turned = std::rotl(seed_, 32);
  std::uint64_t hash = mixed(words[0] ^ seed_ ^ 0x9E3779B97F4A7C15, words[1] ^ turned ^ 0xBF58476D1CE4E5B9);
  hash = mixed(words[2] ^ hash ^ seed_, words[3] ^ turned ^ 0x94D049BB133111EB);
  return mixed(hash ^ ports, 0xD6E8FEB86659FD93 ^ seed_);
}

// The slot that holds the key, or the empty one where it would stand.
std::size_t FlowTable::slot_of(const FlowKey& key, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    if (slots_[slot] == kNone) return slot;
    const Entry& entry = *entries_[slots_[slot]];
    if (entry.hash == hash && entry.key == key) return slot;
  }
}

Flow* FlowTable::find(const FlowKey& key) {
  const std::uint32_t index = slots_[slot_of(key, hash_of(key))];
  return index == kNone ? nullptr : &entries_[index]->flow;
}

Flow& FlowTable::insert(const FlowKey& key, std::uint64_t now_ns, const OnEnd& on_end) {
  while (size_ >= limits_.flows) evict_oldest(on_end);
  std::uint32_t index = 0;
  if (free_.empty()) {
    index = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back(std::make_unique<Entry>());
  } else {
    index = free_.back();
    free_.pop_back();
  }
  Entry& entry = *entries_[index];
  entry.key = key;
  entry.hash = hash_of(key);
  entry.flow = Flow{};
  entry.flow.table_index = index;
  entry.flow.tcp = key.tcp;
  entry.flow.first_ns = entry.flow.last_ns = now_ns;
  slots_[slot_of(key, entry.hash)] = index;
  ++size_;
  link(index, age_class_of(entry));
  return entry.flow;
}

FlowTable::AgeClass FlowTable::age_class_of(const Entry& entry) {
  if (!entry.flow.tcp) return kUdp;
  return entry.flow.closed() ? kClosed : kTcp;
}

void FlowTable::link(std::uint32_t index, AgeClass age_class) {
  Entry& entry = *entries_[index];
  List& list = lists_[age_class];
  entry.age_class = age_class;
  entry.older = list.newest;
  entry.newer = kNone;
  if (list.newest != kNone) entries_[list.newest]->newer = index;
  list.newest = index;
  if (list.oldest == kNone) list.oldest = index;
}

void FlowTable::unlink(std::uint32_t index) {
  Entry& entry = *entries_[index];
  List& list = lists_[entry.age_class];
  if (entry.newer != kNone) entries_[entry.newer]->older = entry.older;
  else list.newest = entry.older;
  if (entry.older != kNone) entries_[entry.older]->newer = entry.newer;
  else list.oldest = entry.newer;
}

void FlowTable::touch(Flow& flow, std::uint64_t now_ns) {
  flow.last_ns = std::max(flow.last_ns, now_ns);
  const std::uint32_t index = flow.table_index;
  const AgeClass age_class = age_class_of(*entries_[index]);
  if (lists_[age_class].newest == index) return;
  unlink(index);
  link(index, age_class);
}

// Empties a slot and moves up those behind it that would not be found any more.
void FlowTable::close_slot(std::size_t slot) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t hole = slot;
  for (std::size_t at = (slot + 1) & mask; slots_[at] != kNone; at = (at + 1) & mask) {
    const std::size_t home = entries_[slots_[at]]->hash & mask;
    if (((at - home) & mask) < ((at - hole) & mask)) continue;
    slots_[hole] = slots_[at];
    hole = at;
  }
  slots_[hole] = kNone;
}

void FlowTable::remove(Flow& flow, FlowEnd why, const OnEnd& on_end) {
  const std::uint32_t index = flow.table_index;
  Entry& entry = *entries_[index];
  if (on_end) on_end(flow, why);
  close_slot(slot_of(entry.key, entry.hash));
  unlink(index);
  entry.flow = Flow{};
  free_.push_back(index);
  --size_;
}

void FlowTable::expire(std::uint64_t now_ns, const OnEnd& on_end) {
  for (List& list : lists_) {
    while (list.oldest != kNone) {
      Flow& flow = entries_[list.oldest]->flow;
      if (now_ns < flow.last_ns || now_ns - flow.last_ns < list.idle_ns) break;
      remove(flow, FlowEnd::idle, on_end);
    }
  }
}

Flow* FlowTable::oldest() {
  Flow* found = nullptr;
  for (const List& list : lists_) {
    if (list.oldest == kNone) continue;
    Flow& flow = entries_[list.oldest]->flow;
    if (found == nullptr || flow.last_ns < found->last_ns) found = &flow;
  }
  return found;
}

bool FlowTable::evict_oldest(const OnEnd& on_end) {
  Flow* flow = oldest();
  if (flow == nullptr) return false;
  ++evictions_;
  remove(*flow, FlowEnd::evicted, on_end);
  return true;
}

void FlowTable::drain(const OnEnd& on_end) {
  while (Flow* flow = oldest()) remove(*flow, FlowEnd::finished, on_end);
}

}  // namespace cordon::network
