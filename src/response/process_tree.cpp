#include "response/process_tree.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace cordon::response {
namespace {

constexpr std::size_t kCommands = 8;  // of one process
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Host and boot, pid, start.
using Key = std::tuple<std::string, std::uint32_t, std::uint64_t>;

struct Process {
  ProcessNode node;
  std::string machine;
  std::uint64_t start_ns = 0;
  std::string executable;  // for one of which no exec is recorded
  std::optional<std::uint32_t> parent_pid;
  std::size_t parent = kNone;
  std::vector<std::size_t> children;
};

class Tree {
 public:
  explicit Tree(std::span<const StoryEvent> events) {
    for (const StoryEvent& event : events) add(event);
    mark_survivors(events);
    std::ranges::sort(processes_, {},
                      [](const Process& p) { return std::tuple(p.machine, p.start_ns, p.node.wall_ns, p.node.pid); });
    find_parents();
  }
  std::vector<ProcessNode> flat(std::size_t max_nodes, std::uint64_t& more);

 private:
  void add(const StoryEvent& event);
  void mark_survivors(std::span<const StoryEvent> events);
  void find_parents();
  std::map<Key, std::size_t> at_;
  std::vector<Process> processes_;
};

std::string machine_of(const model::Event& event) { return event.host + "\n" + event.boot; }

void Tree::add(const StoryEvent& given) {
  const model::Event& event = given.event;
  if (!event.actor || !event.package || given.by_flow) return;
  const auto [found, is_new] =
      at_.try_emplace({machine_of(event), event.actor->pid, event.actor->start_ns}, processes_.size());
  if (is_new) {
    Process& process = processes_.emplace_back();
    process.machine = machine_of(event);
    process.start_ns = event.actor->start_ns;
    process.node.pid = event.actor->pid;
    process.node.package = event.package->purl;
  }
  Process& process = processes_[found->second];
  ProcessNode& node = process.node;
  if (is_new || event.wall_ns < node.wall_ns) {
    node.wall_ns = event.wall_ns;
    node.evidence = event.id;
    node.from = given.from;
  }
  // Who is adopted has another parent later: the first that is known counts.
  if (!process.parent_pid) process.parent_pid = event.actor->parent_pid;
  if (process.executable.empty()) process.executable = event.actor->executable.value_or("");
  if (const auto* exec = std::get_if<model::ExecPayload>(&event.payload)) {
    if (node.commands.size() < kCommands) node.commands.push_back(command_text(*exec));
  } else if (const auto* exit = std::get_if<model::ExitPayload>(&event.payload)) {
    node.exit_code = exit->code;
    if (exit->signal != 0) node.signal = exit->signal;
  }
}

void Tree::mark_survivors(std::span<const StoryEvent> events) {
  for (const StoryEvent& given : events) {
    const auto* exit = std::get_if<model::ExitPayload>(&given.event.payload);
    if (exit == nullptr) continue;
    const std::string machine = machine_of(given.event);
    for (const std::uint32_t pid : exit->left_running) {
      // The last of this pid that had begun by then.
      for (auto at = at_.upper_bound({machine, pid, UINT64_MAX}); at != at_.begin();) {
        --at;
        if (std::get<0>(at->first) != machine || std::get<1>(at->first) != pid) break;
        Process& process = processes_[at->second];
        // It may have begun without a program of its own, and be seen later only.
        if (process.start_ns > given.event.mono_ns) continue;
        process.node.survived = true;
        break;
      }
    }
  }
}

// A parent stands before its child in the order of starts, so that there are no circles.
void Tree::find_parents() {
  std::map<std::pair<std::string, std::uint32_t>, std::size_t> latest;
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    Process& process = processes_[i];
    if (process.parent_pid) {
      const auto parent = latest.find({process.machine, *process.parent_pid});
      if (parent != latest.end()) {
        process.parent = parent->second;
        processes_[parent->second].children.push_back(i);
      }
    }
    latest[{process.machine, process.node.pid}] = i;
  }
}

std::vector<ProcessNode> Tree::flat(std::size_t max_nodes, std::uint64_t& more) {
  std::vector<ProcessNode> out;
  std::vector<std::pair<std::size_t, std::uint32_t>> open;  // and how deep; the next one last
  for (std::size_t i = processes_.size(); i-- > 0;)
    if (processes_[i].parent == kNone) open.emplace_back(i, 0);
  while (!open.empty()) {
    const auto [at, depth] = open.back();
    open.pop_back();
    Process& process = processes_[at];
    for (std::size_t i = process.children.size(); i-- > 0;) open.emplace_back(process.children[i], depth + 1);
    if (out.size() == max_nodes) {
      ++more;
      continue;
    }
    process.node.depth = depth;
    if (process.node.commands.empty() && !process.executable.empty())
      process.node.commands.push_back(std::move(process.executable));
    out.push_back(std::move(process.node));
  }
  return out;
}

}  // namespace

std::vector<ProcessNode> process_tree(std::span<const StoryEvent> events, std::size_t max_nodes, std::uint64_t& more) {
  return Tree(events).flat(max_nodes, more);
}

}  // namespace cordon::response
