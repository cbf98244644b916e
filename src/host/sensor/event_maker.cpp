#include "host/sensor/event_maker.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "host/sensor/application.h"
#include "host/sensor/dns_answer.h"
#include "host/sensor/paths.h"

namespace cordon::host {

namespace {

constexpr std::size_t kPendingSockets = 8'192;
constexpr std::size_t kNesting = 64;  // of clients inside scripts: deeper than anybody goes
constexpr std::size_t kHeldScripts = 1'024;
constexpr std::string_view kCut = "…";  // stands behind the last argument where there were more
constexpr std::size_t kNames = 16'384;
constexpr std::string_view kSensorName = "watch";

// Devices and what the kernel makes up are no files that anything could be kept in; shared memory is a folder.
bool is_no_file(std::string_view path) {
  return (is_below(path, "/dev") && !is_below(path, "/dev/shm")) || is_below(path, "/proc");
}

// The kernel knows /proc/self by its number only; what a process looks up about itself is no look into others.
std::string as_self(const ProcessId& process, const std::string& path) {
  std::string own = "/proc/" + std::to_string(process.pid);
  return is_below(path, own) ? "/proc/self" + path.substr(own.size()) : path;
}

std::string told(const model::Attribution& package) {
  return package.purl + " (" + std::string(model::to_string(package.phase)) + ")";
}

}  // namespace

EventMaker::EventMaker(MakerOptions options) : options_(std::move(options)) {}

Result<void> EventMaker::take(const Record& record, std::int64_t wall_offset_ns, bus::EventSink& sink) {
  wall_offset_ns_ = wall_offset_ns;
  // What a sink refuses is not kept; the tables learn from the record all the same.
  auto released = release_held(record.head.time_ns, sink);
  auto done = std::visit([&](const auto& body) { return on(record.head, body, sink); }, record.body);
  return released ? done : released;
}

Result<void> EventMaker::on(const RecordHead& head, const ForkRecord& record, bus::EventSink&) {
  table_.fork(head, record.parent);
  return {};
}

void EventMaker::learn_script(const RecordHead& head, const ExecRecord& record) {
  Script* script = head.process == head.tag.script ? table_.script(head.tag.script) : nullptr;
  if (script == nullptr || script->started) return;
  script->started = true;  // whatever comes later in the same process is no word of the client's
  if (!record.environment.lifecycle_event) {
    script->unknown = unknown_script(record, to_string(head.tag.run));
    return;
  }
  // A client hands the environment it was given on to helpers of its own, such as git: they are no new script.
  ProcessId at = script->outer;
  for (std::size_t step = 0; step < kNesting && !at.none(); ++step) {
    const Script* outer = table_.script(at);
    if (outer == nullptr) break;
    if (outer->package && outer->manifest == record.environment.package_json.value_or("") &&
        outer->event == *record.environment.lifecycle_event) {
      return;
    }
    at = outer->outer;
  }
  script->package = attribute_script(record, to_string(head.tag.run), options_.lockfile, options_.manifest);
  script->manifest = record.environment.package_json.value_or("");
  script->event = *record.environment.lifecycle_event;
  if (script->package) return;
  script->unknown = unknown_script(record, to_string(head.tag.run));
  if (script->unknown && (script->unknown->install_path || !script->unknown->project)) ++unknown_scripts_;
}

// Of a script that no package is known of. A client inside one is a client, unless that script is known to be one by
// what its own client said: what goes by a client's name may start the client in a way of its own.
std::optional<model::Attribution> EventMaker::unknown_of(const RecordHead& head) const {
  bool client = head.tag.script.none();
  const Script* script = table_.script(client ? head.tag.outer : head.tag.script);
  if (script == nullptr || (client && script->event.empty())) return std::nullopt;
  auto unknown = script->unknown;
  if (unknown) unknown->run_id = to_string(head.tag.run);
  return unknown;
}

// Where no install script answers, what runs is told by the file it is: "npm run build" starts other packages'
// programs.
void EventMaker::learn_program(const RecordHead& head, const ExecRecord& record, Process& process) {
  if (head.tag.script.none() && head.tag.outer.none()) return;
  Answer answer = table_.answer_for(head.tag);
  if (answer.package != nullptr && is_install_script(*answer.package)) return;
  auto program = attribute_program(record, options_.lockfile, options_.manifest, options_.resolve);
  // What it starts in turn (a shell, a compiler) is still done on its behalf.
  if (program) process.program = std::move(program);
}

Result<void> EventMaker::on(const RecordHead& head, const ExecRecord& record, bus::EventSink& sink) {
  if (Process* process = table_.enter(head)) {
    process->executable = record.path;
    learn_script(head, record);
    learn_program(head, record, *process);
  }
  model::ExecPayload payload{record.path, record.arguments, std::nullopt};
  if (!record.directory.empty()) payload.directory = record.directory;
  if (record.arguments_cut && !payload.arguments.empty()) payload.arguments.back() += kCut;
  return put(head, std::move(payload), sink);
}

Result<void> EventMaker::on(const RecordHead& head, const ExitRecord& record, bus::EventSink& sink) {
  auto told = put_pending_of(head.process, sink);
  table_.enter(head);
  for (Held& held : held_) std::erase(held.left, head.process);
  std::vector<ProcessId> left;
  if (table_.script(head.process) != nullptr) left = table_.running_in(head.process);
  std::erase(left, head.process);
  model::Event ended = event_of(head, model::ExitPayload{record.code, record.signal, record.cpu_ns, {}});
  table_.leave(head.process);
  Result<void> done;
  if (left.empty()) {
    done = emit(std::move(ended), sink);
  } else {
    held_.push_back({std::move(ended), std::move(left)});
    if (held_.size() > kHeldScripts) done = release_first(sink);
  }
  return told ? done : told;
}

Result<void> EventMaker::put_pending_of(const ProcessId& process, bus::EventSink& sink) {
  Result<void> done;
  for (auto pending = pending_.begin(); pending != pending_.end();) {
    auto at = pending++;
    if (at->second.head.process != process) continue;
    Pending ended = std::move(at->second);
    pending_.erase(at);
    if (auto told = put_sent(ended, sink); !told) done = told;
  }
  return done;
}

Result<void> EventMaker::release_first(bus::EventSink& sink) {
  Held held = std::move(held_.front());
  held_.erase(held_.begin());
  auto& payload = std::get<model::ExitPayload>(held.event.payload);
  for (const ProcessId& id : held.left) payload.left_running.push_back(id.pid);
  return emit(std::move(held.event), sink);
}

Result<void> EventMaker::release_held(std::uint64_t now_ns, bus::EventSink& sink) {
  while (!held_.empty() && held_.front().event.mono_ns + options_.ends_with_script_ns < now_ns) {
    TRY(release_first(sink));
  }
  return {};
}

Result<void> EventMaker::on(const RecordHead& head, const ConnectRecord& record, bus::EventSink& sink) {
  model::ConnectPayload payload;
  payload.stage = model::ConnectStage::asked;
  payload.protocol = record.protocol;
  payload.address = record.address;
  payload.port = record.port;
  payload.socket = record.cookie;
  payload.name = name_of(head, record.address);
  return put(head, std::move(payload), sink);
}

Result<void> EventMaker::on(const RecordHead& head, const SentRecord& record, bus::EventSink& sink) {
  auto known = pending_.find(record.to.cookie);
  if (known != pending_.end()) {
    bool same = known->second.sent.to.address == record.to.address && known->second.sent.to.port == record.to.port;
    Pending first = std::move(known->second);
    pending_.erase(known);
    if (!same) TRY(put_sent(first, sink));
  }
  // One event for a socket: that its first packet left waits for what the first bytes are.
  if (record.payload.empty() && pending_.size() < kPendingSockets) {
    pending_.emplace(record.to.cookie, Pending{head, record});
    return {};
  }
  return put_sent({head, record}, sink);
}

Result<void> EventMaker::put_sent(const Pending& pending, bus::EventSink& sink) {
  const SentRecord& sent = pending.sent;
  model::ConnectPayload payload;
  payload.stage = model::ConnectStage::sent;
  payload.protocol = sent.to.protocol;
  payload.address = sent.to.address;
  payload.port = sent.to.port;
  payload.source_address = sent.source_address;
  payload.source_port = sent.source_port;
  payload.socket = sent.to.cookie;
  payload.name = name_of(pending.head, sent.to.address);
  payload.application = application_of(sent.payload, sent.to.protocol, sent.to.port);
  return put(pending.head, std::move(payload), sink);
}

Result<void> EventMaker::on(const RecordHead& head, const FileRecord& record, bus::EventSink& sink) {
  if (record.target.empty()) return put_file(head, record, sink);
  // Under its new name a file can be read without being known for what it was: giving it one is as good as reading it.
  auto read = put_file(head, {model::FileOperation::read, 0, record.path, {}, false}, sink);
  FileRecord made = record;
  if (record.link) made = {model::FileOperation::create, 0, record.target, {}, false};
  auto told = put_file(head, made, sink);
  return read ? told : read;
}

Result<void> EventMaker::put_file(const RecordHead& head, const FileRecord& record, bus::EventSink& sink) {
  bool read = record.operation == model::FileOperation::read;
  std::string path = as_self(head.process, record.path);
  if (read && !(options_.wants_read && options_.wants_read(path))) return {};
  bool lands = !record.target.empty() && !is_no_file(record.target);
  if (!read && is_no_file(record.path) && !lands) return {};
  model::FilePayload payload{record.operation, std::move(path), std::nullopt, std::nullopt};
  if (!record.target.empty()) payload.target = record.target;
  if (record.operation == model::FileOperation::chmod || record.operation == model::FileOperation::create) {
    payload.mode = record.mode;
  }
  return put(head, std::move(payload), sink);
}

std::optional<std::string> EventMaker::name_of(const RecordHead& head, const std::string& address) const {
  auto found = names_.find({head.tag.run, address});
  if (found == names_.end()) return std::nullopt;
  return found->second;
}

// A name server may answer whatever it likes, and to whatever question: the name is what was asked, not who it is.
Result<void> EventMaker::on(const RecordHead& head, const AnswerRecord& record, bus::EventSink& sink) {
  auto answer = read_dns_answer(record.message);
  if (!answer) return {};  // something else speaks from that port
  if (names_.size() + answer->addresses.size() > kNames) names_.clear();
  if (answer->name.size() > 1) {
    for (const std::string& address : answer->addresses) names_[{head.tag.run, address}] = answer->name;
  }
  model::DnsPayload payload;
  payload.name = std::move(answer->name);
  payload.type = std::move(answer->type);
  payload.response = std::move(answer->response);
  payload.answers = std::move(answer->aliases);
  payload.answers.insert(payload.answers.end(), answer->addresses.begin(), answer->addresses.end());
  return put(head, std::move(payload), sink);
}

std::optional<model::Attribution> EventMaker::package_of(const RecordHead& head, const Process* process) const {
  Answer answer = table_.answer_for(head.tag);
  bool installs = answer.package != nullptr && is_install_script(*answer.package);
  if (!installs && process != nullptr && process->program) {
    model::Attribution program = *process->program;
    program.run_id = to_string(head.tag.run);
    if (answer.package != nullptr) program.script = answer.package->script;
    return program;
  }
  if (answer.package == nullptr) return unknown_of(head);
  model::Attribution package = *answer.package;
  package.run_id = to_string(head.tag.run);
  if (head.process != answer.script) package.confidence = model::AttributionConfidence::inherited;
  for (const model::Attribution* other : answer.others) {
    if (other->install_path) package.contradictions.push_back("on the way stands a script of " + told(*other));
  }
  return package;
}

model::Event EventMaker::event(std::uint64_t time_ns, model::EventPayload payload) const {
  model::Event event;
  event.schema = "cordon.event/1";
  event.wall_ns = static_cast<std::uint64_t>(static_cast<std::int64_t>(time_ns) + wall_offset_ns_);
  event.mono_ns = time_ns;
  event.host = options_.identity.host;
  event.boot = options_.identity.boot;
  event.sensor = kSensorName;
  event.payload = std::move(payload);
  return event;
}

model::Event EventMaker::event_of(const RecordHead& head, model::EventPayload payload) const {
  model::Event made = event(head.time_ns, std::move(payload));
  auto process = table_.processes().find(head.process);
  bool known = process != table_.processes().end();
  model::Actor actor;
  actor.pid = head.process.pid;
  actor.start_ns = head.process.start_ns;
  if (head.parent_pid != 0) actor.parent_pid = head.parent_pid;
  actor.uid = head.uid;
  if (known && !process->second.executable.empty()) actor.executable = process->second.executable;
  made.actor = std::move(actor);
  made.package = package_of(head, known ? &process->second : nullptr);
  return made;
}

Result<void> EventMaker::emit(model::Event event, bus::EventSink& sink) {
  event.seq = ++seq_;
  event.id = event.host + "/" + event.boot + "/" + event.sensor + "/" + std::to_string(event.seq);
  return sink.put(event);
}

Result<void> EventMaker::put(const RecordHead& head, model::EventPayload payload, bus::EventSink& sink) {
  return emit(event_of(head, std::move(payload)), sink);
}

Result<void> EventMaker::lose(std::uint64_t count, std::string reason, std::uint64_t now_ns,
                              std::int64_t wall_offset_ns, bus::EventSink& sink) {
  wall_offset_ns_ = wall_offset_ns;
  return emit(event(now_ns, model::LossPayload{count, std::move(reason)}), sink);
}

Result<void> EventMaker::tick(std::uint64_t now_ns, std::int64_t wall_offset_ns, bus::EventSink& sink) {
  wall_offset_ns_ = wall_offset_ns;
  for (auto pending = pending_.begin(); pending != pending_.end();) {
    auto at = pending++;
    if (at->second.head.time_ns + options_.first_bytes_within_ns > now_ns) continue;
    Pending waited = std::move(at->second);
    pending_.erase(at);
    TRY(put_sent(waited, sink));
  }
  TRY(release_held(now_ns, sink));
  if (!options_.cpu_of || now_ns < next_usage_ns_) return {};
  next_usage_ns_ = now_ns + options_.usage_every_ns;
  return tell_usage(now_ns, sink);
}

Result<void> EventMaker::tell_usage(std::uint64_t now_ns, bus::EventSink& sink) {
  std::vector<ProcessId> gone;
  for (const auto& [id, process] : table_.processes()) {
    if (now_ns < id.start_ns + options_.usage_every_ns) continue;
    auto cpu_ns = options_.cpu_of(id);
    if (!cpu_ns) gone.push_back(id);
    if (!cpu_ns) continue;
    RecordHead head{now_ns, id, process.parent_pid, process.uid, 0, process.tag};
    if (!package_of(head, &process)) continue;
    TRY(put(head, model::UsagePayload{*cpu_ns, now_ns - id.start_ns}, sink));
  }
  // Their end was lost, or is on its way; then it finds them again by itself.
  for (const ProcessId& id : gone) table_.leave(id);
  return {};
}

}  // namespace cordon::host
