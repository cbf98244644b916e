#include "host/sensor/kernel_program.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <numeric>
#include <string_view>
#include <utility>

#include "bpf/event.h"
#include "host/sensor/attach.h"
#include "host/sensor/kernel_object.h"

namespace cordon::host {

namespace {

// No more is taken at once, so that a burst cannot fill the memory of the reader.
constexpr std::size_t kBatchBytes = 8U << 20;

struct RingCloser {
  void operator()(ring_buffer* ring) const { ring_buffer__free(ring); }
};
using Ring = std::unique_ptr<ring_buffer, RingCloser>;

// Records as they are copied out of the rings.
struct Batch {
  struct Place {
    std::uint64_t time_ns;
    std::size_t offset;
    std::size_t length;
  };
  std::vector<std::byte> bytes;
  std::vector<Place> places;
};

extern "C" int take_record(void* context, void* data, std::size_t length) {
  auto& batch = *static_cast<Batch*>(context);
  kernel::KernelHeader header{};
  if (length >= sizeof header) std::memcpy(&header, data, sizeof header);
  const auto* begin = static_cast<const std::byte*>(data);
  batch.places.push_back({header.time_ns, batch.bytes.size(), length});
  batch.bytes.insert(batch.bytes.end(), begin, begin + length);
  return batch.bytes.size() >= kBatchBytes ? -EAGAIN : 0;
}

std::unexpected<Error> refused(int error, const std::string& what) {
  bool forbidden = error == EPERM || error == EACCES;
  return fail(forbidden ? ErrorCode::permission_denied : ErrorCode::unavailable, what + ": " + std::strerror(error));
}

Result<void> set_size(bpf_object& object, const char* name, std::uint32_t bytes) {
  bpf_map* map = bpf_object__find_map_by_name(&object, name);
  if (map == nullptr) return fail(ErrorCode::internal, std::string("there is no map ") + name);
  if (int error = bpf_map__set_max_entries(map, bytes); error != 0) return refused(-error, name);
  return {};
}

// The object with the programs of the named tiers only.
Result<Object> load_tiers(const KernelOptions& options, const std::vector<const Tier*>& wanted) {
  auto bytes = kernel_object();
  bpf_object_open_opts settings{};
  settings.sz = sizeof settings;
  settings.object_name = "cordon";
  Object object(bpf_object__open_mem(bytes.data(), bytes.size(), &settings));
  if (!object) return refused(errno, "opening the kernel programs");
  bpf_program* program = nullptr;
  bpf_object__for_each_program(program, object.get()) {
    std::string_view name = bpf_program__name(program);
    bool asked = std::ranges::any_of(
        wanted, [&](const Tier* tier) { return std::ranges::find(tier->programs, name) != tier->programs.end(); });
    bpf_program__set_autoload(program, asked);
  }
  TRY(set_size(*object, "priority_ring", options.priority_bytes));
  TRY(set_size(*object, "bulk_ring", options.bulk_bytes));
  if (int error = bpf_object__load(object.get()); error != 0) {
    return refused(-error, "the kernel refuses the programs of tier " + std::string(wanted.back()->name));
  }
  return object;
}

Result<void> put_names(bpf_object& object, const std::vector<std::string>& names, std::uint32_t role) {
  int map = bpf_object__find_map_fd_by_name(&object, "names");
  for (const std::string& name : names) {
    if (name.empty() || name.size() >= kernel::kNameBytes) {
      return fail(ErrorCode::invalid_value, "a client's name of no or too many bytes: " + name);
    }
    std::array<char, kernel::kNameBytes> key{};
    std::ranges::copy(name, key.begin());
    if (int error = bpf_map_update_elem(map, key.data(), &role, BPF_ANY); error != 0) return refused(-error, name);
  }
  return {};
}

model::FileUnread missing(const Tier& tier, const Error& error) {
  return {"sensor:" + std::string(tier.name), 0, std::string(to_string(error.code)),
          std::string(tier.lost) + " are not seen: " + error.describe(), true};
}

}  // namespace

struct KernelProgram::State {
  Object object;
  std::vector<Link> links;
  std::vector<Link> file_links;  // of the tier "files", while it is attached
  const Tier* files = nullptr;   // where it was loaded and can be attached
  Ring ring;
  Batch batch;
  std::vector<RawRecord> records;
  std::vector<model::FileUnread> unread;
};

KernelProgram::KernelProgram(std::unique_ptr<State> state) : state_(std::move(state)) {}
KernelProgram::KernelProgram(KernelProgram&&) noexcept = default;
KernelProgram& KernelProgram::operator=(KernelProgram&&) noexcept = default;
KernelProgram::~KernelProgram() = default;

const std::vector<model::FileUnread>& KernelProgram::unread() const { return state_->unread; }

Result<KernelProgram> KernelProgram::load(const KernelOptions& options) {
  if (access("/sys/kernel/btf/vmlinux", R_OK) != 0) {
    return fail(ErrorCode::unavailable, "this kernel does not describe its types (/sys/kernel/btf/vmlinux)");
  }
  libbpf_set_print(nullptr);  // it would speak to the terminal; what failed is told by us
  auto state = std::make_unique<State>();
  std::vector<const Tier*> loaded;
  for (const Tier& tier : tiers()) loaded.push_back(&tier);
  auto object = load_tiers(options, loaded);
  if (!object) {
    // One refused program refuses the whole object: find out which tiers it can be without.
    loaded.clear();
    for (const Tier& tier : tiers()) {
      loaded.push_back(&tier);
      auto fewer = load_tiers(options, loaded);
      if (!fewer && loaded.size() == 1) return std::unexpected(std::move(fewer.error()));
      if (!fewer) {
        state->unread.push_back(missing(tier, fewer.error()));
        loaded.pop_back();
        continue;
      }
      object = std::move(fewer);
    }
  }
  state->object = std::move(*object);
  TRY(put_names(*state->object, options.interpreters, kernel::kNameInterpreter));
  TRY(put_names(*state->object, options.clients, kernel::kNameClient));
  for (const char* name : {"priority_ring", "bulk_ring"}) {
    int map = bpf_object__find_map_fd_by_name(state->object.get(), name);
    if (!state->ring) {
      state->ring.reset(ring_buffer__new(map, take_record, &state->batch, nullptr));
      if (!state->ring) return refused(errno, name);
    } else if (int error = ring_buffer__add(state->ring.get(), map, take_record, &state->batch); error != 0) {
      return refused(-error, name);
    }
  }
  for (const Tier* tier : loaded) {
    bool files = tier->name == "files";
    auto attached = files ? can_watch_calls() : attach_tier(*state->object, *tier, options.cgroup, state->links);
    if (attached && files) state->files = tier;
    if (attached) continue;
    if (tier->name == "process") return std::unexpected(std::move(attached.error()));
    state->unread.push_back(missing(*tier, attached.error()));
  }
  return KernelProgram(std::move(state));
}

Result<void> KernelProgram::watch_files(bool wanted) {
  if (!wanted) state_->file_links.clear();
  if (!wanted || state_->files == nullptr || watches_files()) return {};
  return attach_tier(*state_->object, *state_->files, {}, state_->file_links);
}

bool KernelProgram::watches_files() const { return !state_->file_links.empty(); }

Result<std::span<const RawRecord>> KernelProgram::read(std::chrono::milliseconds wait) {
  Batch& batch = state_->batch;
  batch.bytes.clear();
  batch.places.clear();
  state_->records.clear();
  int taken = ring_buffer__consume(state_->ring.get());
  if (batch.places.empty() && wait.count() > 0) {
    // Few records do not wake the reader; it looks again when the time is over.
    epoll_event event{};
    epoll_wait(ring_buffer__epoll_fd(state_->ring.get()), &event, 1, static_cast<int>(wait.count()));
    taken = ring_buffer__consume(state_->ring.get());
  }
  if (taken < 0 && taken != -EAGAIN) return refused(-taken, "reading the rings");
  std::ranges::stable_sort(batch.places, {}, &Batch::Place::time_ns);
  for (const auto& place : batch.places) {
    state_->records.push_back({place.time_ns, std::span(batch.bytes).subspan(place.offset, place.length)});
  }
  return std::span<const RawRecord>(state_->records);
}

Result<KernelCounts> KernelProgram::counts() const {
  int cpus = libbpf_num_possible_cpus();
  if (cpus < 1) return refused(-cpus, "counting processors");
  int map = bpf_object__find_map_fd_by_name(state_->object.get(), "counters");
  std::vector<std::uint64_t> each(static_cast<std::size_t>(cpus));
  std::vector<std::uint64_t> sums;
  for (std::uint32_t counter = 0; counter < kernel::kCounters; ++counter) {
    if (int error = bpf_map_lookup_elem(map, &counter, each.data()); error != 0) return refused(-error, "counters");
    sums.push_back(std::accumulate(each.begin(), each.end(), std::uint64_t{0}));
  }
  KernelCounts counts{{sums.begin(), sums.begin() + kernel::kRecordKinds},
                      sums[kernel::kTagsRefused],
                      sums[kernel::kSocketsRefused],
                      sums[kernel::kUntaggedExecs],
                      sums[kernel::kUringFiles],
                      0};
  bpf_program* program = nullptr;
  bpf_object__for_each_program(program, state_->object.get()) {
    bpf_prog_info info{};
    std::uint32_t length = sizeof info;
    int descriptor = bpf_program__fd(program);
    if (descriptor >= 0 && bpf_obj_get_info_by_fd(descriptor, &info, &length) == 0) {
      counts.missed += info.recursion_misses;
    }
  }
  return counts;
}

}  // namespace cordon::host
