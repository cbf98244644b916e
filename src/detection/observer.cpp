#include "detection/observer.h"

#include <algorithm>
#include <utility>

namespace cordon::detection {
namespace {

constexpr std::uint32_t kDnsPort = 53;
constexpr std::uint64_t kStillRunning = 1'000'000'000;  // after the end of its script a process has outlived it

std::string flow_key(std::string_view protocol, std::string_view client, std::uint32_t client_port,
                     std::string_view server, std::uint32_t server_port) {
  std::string out(protocol);
  for (const auto& [address, port] : {std::pair(client, client_port), std::pair(server, server_port)})
    out.append("|").append(address).append("|").append(std::to_string(port));
  return out;
}

std::optional<model::Flow> flow_of(const model::EventPayload& payload) {
  if (const auto* dns = std::get_if<model::DnsPayload>(&payload)) return dns->flow;
  if (const auto* tls = std::get_if<model::TlsPayload>(&payload)) return tls->flow;
  if (const auto* http = std::get_if<model::HttpPayload>(&payload)) return http->flow;
  return std::nullopt;
}

// Of a script of no known package nobody can say that it was no install script.
bool is_install(const model::Attribution& package) {
  if (package.purl == kUnknownPackage) return true;
  return package.phase != model::Phase::bin && package.phase != model::Phase::import_;
}

}  // namespace

Observer::Observer(Places places, model::Registries registries, const ObserverLimits& limits)
    : places_(std::move(places)), contacts_(std::move(registries), limits.clients), processes_(limits.processes),
      scripts_(limits.scripts), flows_(limits.flows) {}

std::optional<Observer::Owner> Observer::owner_of(const model::Event& event) const {
  if (event.package) return Owner{*event.package, event.actor};
  const auto flow = flow_of(event.payload);
  if (!flow || event.actor) return std::nullopt;
  const Owner* known = flows_.find(
      flow_key(flow->protocol, flow->client_address, flow->client_port, flow->server_address, flow->server_port));
  return known == nullptr ? std::nullopt : std::optional(*known);
}

void Observer::look_at_client(const model::Event& event) {
  if (const auto* dns = std::get_if<model::DnsPayload>(&event.payload)) return contacts_.client_asked(*dns);
  if (!event.actor) return;
  Process& process = processes_.actor_of(event, {});
  if (const auto* exec = std::get_if<model::ExecPayload>(&event.payload)) process.program = read_program(*exec, {});
  // Of the package's events none is without it: what has an actor and no package is the client itself.
  if (const auto* connect = std::get_if<model::ConnectPayload>(&event.payload))
    contacts_.client_connected(process.key, *connect);
}

std::optional<Observation> Observer::look(const model::Event& event) {
  const auto owner = owner_of(event);
  if (!owner) {
    look_at_client(event);
    return std::nullopt;
  }
  Observation out;
  out.package = owner->package;
  out.evidence = event_evidence(event);
  const std::string key = script_key(event, owner->package);
  out.script = scripts_.get(key).first;
  out.script->key = key;
  describe_script(*out.script, owner->package);

  if (event.kind() == model::EventKind::exec) {
    if (owner->package.purl == kUnknownPackage) programs_of_nobody_ += out.script->is_own ? 0 : 1;
    else if (!is_install(owner->package)) ++programs_not_installing_;
  }

  const std::uint64_t left_out = out.script->left_out();
  Process nobody;
  Process* process = &nobody;
  if (owner->actor) {
    model::Event with_actor;
    with_actor.host = event.host;
    with_actor.boot = event.boot;
    with_actor.actor = owner->actor;
    process = &processes_.actor_of(with_actor, key);
    note_phase(*out.script, *process, owner->package, event);
  }
  std::visit(
      [&](const auto& payload) {
        using Payload = std::decay_t<decltype(payload)>;
        if constexpr (requires { look_at(payload, out, *process); }) look_at(payload, out, *process);
        else if constexpr (std::is_same_v<Payload, model::ExitPayload>) look_at(payload, out, *process, event);
        else if constexpr (std::is_same_v<Payload, model::ConnectPayload>) look_at(payload, out, event);
        else if constexpr (requires { look_at(payload, out); }) look_at(payload, out);
      },
      event.payload);
  if (owner->actor) fill_process(out.record, *out.script, *process);
  fill_script(out.record, *out.script, owner->package);
  facts_left_out_ += out.script->left_out() - left_out;
  return out;
}

// The first process of a phase is the one that the client began. What still does something after its end outlived it.
void Observer::note_phase(Script& script, Process& process, const model::Attribution& package,
                          const model::Event& event) {
  const Process* parent = processes_.parent_of(process);
  if (parent == nullptr || parent->script != script.key) {
    const auto [phase, is_new] = script.phases.try_emplace(package.phase, Script::Phase{process.key, std::nullopt});
    if (is_new && parent != nullptr && parent->script.empty()) script.client = parent->key;
  }
  const auto phase = script.phases.find(package.phase);
  if (phase == script.phases.end() || !phase->second.ended_ns || process.key == phase->second.first) return;
  if (event.kind() == model::EventKind::exit || event.mono_ns < *phase->second.ended_ns + kStillRunning) return;
  if (script.survivors.size() >= Script::kMostProcesses) return;
  script.survivors.insert(process.key);
  script.establish(Fact::survivor, event_evidence(event));
}

void Observer::fill_process(EventRecord& record, const Script& script, Process& process) {
  for (const std::string& name : processes_.ancestors(process)) record.add(Field::process_ancestors, name);
  record.set_flag(Field::process_is_survivor, script.survivors.contains(process.key));
  if (!process.program) return;
  const Program& program = *process.program;
  for (const std::string& name : program.names) record.add(Field::process_name, name);
  for (const std::string& argument : program.arguments) record.add(Field::process_arguments, argument);
  record.add(Field::process_path, program.path);
  record.add(Field::process_command, program.command());
  if (!program.directory.empty()) record.add(Field::process_directory, program.directory);
  record.set_flag(Field::process_is_client, program.is_client);
  for (const std::string& verb : program.client_verbs) record.add(Field::process_client_verb, verb);
}

void Observer::fill_script(EventRecord& record, const Script& script, const model::Attribution& package) const {
  record.add(Field::script_phase, model::to_string(package.phase));
  record.set_flag(Field::script_is_install, is_install(package));
  if (package.script) record.add(Field::script_text, *package.script);
  for (const auto& [field, fact] :
       {std::pair(Field::script_read_secret, Fact::secret), std::pair(Field::script_read_token, Fact::token),
        std::pair(Field::script_met_foreign, Fact::foreign), std::pair(Field::script_met_registry, Fact::registry),
        std::pair(Field::script_met_stratum, Fact::stratum),
        std::pair(Field::script_removed_itself, Fact::removed_itself),
        std::pair(Field::script_left_survivor, Fact::survivor), std::pair(Field::script_set_startup, Fact::startup),
        std::pair(Field::script_ran_created, Fact::ran_created)})
    record.set_flag(field, script.knows(fact));
  for (const std::string& kind : script.secrets) record.add(Field::script_secrets, kind);
  record.set_number(Field::script_secret_kinds, script.secrets.size());
  record.set_number(Field::script_survivors, script.survivors.size());
  record.set_number(Field::script_cpu_seconds, script.cpu_seconds());
  record.set_number(Field::script_files_made, script.created.size() + script.created.refused());
  record.set_number(Field::script_project_files_changed, script.project_changed.size());
  record.set_number(Field::script_project_files_written, script.project_written.size());
  record.set_number(Field::script_home_files_changed, script.home_changed.size());
  record.set_number(Field::script_contradictions, package.contradictions.size());
}

void Observer::look_at(const model::ConnectPayload& it, Observation& out, const model::Event& event) {
  const bool other_resolver = it.port == kDnsPort && contacts_.is_other_resolver(out.script->client, it.address);
  note_resolver(it.address, it.port, out);
  const std::string_view kind = contacts_.kind_of(out.script->client, it, !out.script->asked_other_resolver);
  EventRecord& record = out.record;
  record.add(Field::connect_address, it.address);
  record.set_number(Field::connect_port, it.port);
  record.add(Field::connect_protocol, it.protocol);
  record.add(Field::connect_stage, model::to_string(it.stage));
  if (it.name) record.add(Field::connect_name, *it.name);
  if (it.application) record.add(Field::connect_application, *it.application);
  record.add(Field::connect_kind, kind);
  record.set_flag(Field::connect_is_other_resolver, other_resolver);
  note_contact(kind, out, it.application.value_or(""));
  if (kind == "foreign" && it.stage == model::ConnectStage::sent) out.script->establish(Fact::reached, out.evidence);
  if (it.source_address && it.source_port)
    *flows_.get(flow_key(it.protocol, *it.source_address, *it.source_port, it.address, it.port)).first = {out.package,
                                                                                                          event.actor};
}

void Observer::note_contact(std::string_view kind, Observation& out, std::string_view application) const {
  if (kind == "foreign" || kind == "metadata") out.script->establish(Fact::foreign, out.evidence);
  if (kind == "registry") out.script->establish(Fact::registry, out.evidence);
  if (application == "stratum" && kind != "loopback") out.script->establish(Fact::stratum, out.evidence);
}

// The names that somebody unknown answers with can be anything.
void Observer::note_resolver(std::string_view address, std::uint32_t port, Observation& out) const {
  if (port == kDnsPort && !contacts_.is_known_resolver(out.script->client, address))
    out.script->asked_other_resolver = true;
}

void Observer::look_at(const model::DnsPayload& it, Observation& out) const {
  if (it.flow) note_resolver(it.flow->server_address, it.flow->server_port, out);
  out.record.add(Field::dns_name, it.name);
  out.record.add(Field::dns_type, it.type);
}

void Observer::look_at(const model::TlsPayload& it, Observation& out) const {
  if (it.server_name) out.record.add(Field::tls_server_name, *it.server_name);
}

void Observer::look_at(const model::HttpPayload& it, Observation& out) const {
  EventRecord& record = out.record;
  record.add(Field::http_method, it.method);
  record.add(Field::http_host, it.host);
  record.add(Field::http_path, it.path);
  if (it.user_agent) record.add(Field::http_user_agent, *it.user_agent);
  // The header says what the client wants to be believed; the other end of the flow is a fact.
  model::ConnectPayload other;
  other.stage = model::ConnectStage::sent;
  other.protocol = it.flow.protocol;
  other.address = it.flow.server_address;
  other.port = it.flow.server_port;
  const std::string_view kind = contacts_.kind_of(out.script->client, other, false);
  record.add(Field::http_kind, kind);
  note_contact(kind, out, {});
}

}  // namespace cordon::detection
