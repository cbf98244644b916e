// The walk's part that knows calls: what each does with what it is given, and what it gives.
#include <algorithm>

#include "inspect/code_walk.h"
#include "inspect/paths.h"
#include "inspect/shell.h"
#include "inspect/shell_facts.h"
#include "inspect/words.h"

namespace cordon::inspect {

namespace {

constexpr std::size_t kMostPathBytes = 96, kMostCommand = 8u << 10;

bool has_text(const std::vector<std::string>& texts, std::string_view text) {
  return std::ranges::find(texts, text) != texts.end();
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const std::string& text : texts) {
    if (out.size() + text.size() > kMostCommand) break;
    if (!out.empty()) out.append(between);
    out.append(text);
  }
  return out;
}

std::string_view last_of(std::string_view path) { return path.substr(path.rfind('.') + 1); }

}  // namespace

CodeWalk::Chain CodeWalk::called(Frame& frame) {
  const Bits all = frame.arguments[0] | frame.arguments[1] | frame.arguments[2];
  Chain out;
  out.active = true;
  out.token = frame.before.token;
  out.bits = effects(frame, all);
  const std::string_view path = frame.before.path;
  const bool joins =
      frame.call == CallKind::join || (frame.call == CallKind::other && last_of(path) == "join" && frame.argument >= 1);
  if (frame.call == CallKind::load) {
    const std::string& text = frame.last_text;
    if (frame.has_last_text && frame.operands == 1) {
      out.path = std::string_view(text).starts_with("node:") ? text.substr(5, 64) : text.substr(0, 64);
    } else {
      out.path = "?";
      const bool begins = !text.empty() && text.front() != kHole && frame.operands == 1;
      if (!begins && frame.operands > 0) add(FlagKind::computed_module, frame.before.token, path);
    }
  } else if (words::is_one_of(tokens_.of(frame.before.token), words::kModuleWrappers) && frame.operands > 0 &&
             !frame.sole_path.empty()) {
    out.path = frame.sole_path;
  } else if (joins && !frame.texts.empty()) {
    out.path = "_";
    out.text = joined(frame.texts, "/");
    out.has_text = out.is_literal = true;
  } else {
    out.path = path.size() < kMostPathBytes ? std::string(path) + "()" : "_";
  }
  // Text in base64 or hexadecimal.
  if ((last_of(path) == "toString" || last_of(path) == "digest") &&
      (has_text(frame.texts, "base64") || has_text(frame.texts, "hex")))
    out.bits |= kEncoded;
  return out;
}

Bits CodeWalk::effects(Frame& frame, Bits all) {
  const Bits receiver = frame.before.bits;
  const std::uint32_t token = frame.before.token;
  const std::string_view path = frame.before.path;
  switch (frame.call) {
    case CallKind::load:
    case CallKind::look:
    case CallKind::ask:
    case CallKind::say: return 0;
    case CallKind::run: run_effects(frame, all); return 0;
    case CallKind::network: return network_effects(frame, all);
    case CallKind::send:
      if ((all & kSecrets) != 0 && (all & kEncoded) != 0)
        add(FlagKind::secrets_sent, token, path, RunHow::none, host_in(receiver | all));
      return receiver;
    case CallKind::read: return (frame.arguments[0] & kSecretPath) != 0 ? kSecretData : 0;
    case CallKind::list: return listed(all);
    case CallKind::write:
      write_effects(frame, 0);
      if (has_network_ && ((all & kFetched) != 0 || last_of(path) == "createWriteStream"))
        remember_fetched(frame.argument_binding[0], frame.texts);
      return frame.arguments[0] & (kPaths | kHosts);
    case CallKind::move:
      if (last_of(path).starts_with("rename")) gone(frame);
      write_effects(frame, 1);
      if ((frame.arguments[0] & kFetchedFile) != 0) remember_fetched(frame.argument_binding[1], {});
      return 0;
    case CallKind::remove:
      gone(frame);
      if ((frame.arguments[0] & kManifestPath) != 0) add(FlagKind::manifest_write, token, path);
      return 0;
    case CallKind::permit:
      if ((frame.arguments[0] & kFetchedFile) != 0 ||
          (!frame.texts.empty() && fetched_paths_.contains(frame.texts.front())))
        add(FlagKind::download_and_run, token, path, RunHow::permitted, host_in(all));
      return 0;
    case CallKind::evaluate:
      has_eval_ = true;
      if ((all & kFetched) != 0) add(FlagKind::download_and_run, token, path, RunHow::evaluated, host_in(all));
      else if ((all & (kDecoded | kInvisible)) != 0) add(FlagKind::eval_of_decoded, token, path);
      return all;
    case CallKind::decode: {
      const bool is_buffer = path.starts_with("Buffer");
      const bool decodes = !is_buffer || has_text(frame.texts, "base64") || has_text(frame.texts, "hex");
      return all | receiver | (decodes ? kDecoded : 0);
    }
    case CallKind::encode: {
      if ((all & kEnvironment) != 0 && path == "JSON.stringify") add(FlagKind::bulk_environment, token, path);
      return all | receiver | kEncoded;
    }
    case CallKind::digest: add(FlagKind::checks_digest, token, path); return 0;
    case CallKind::join: return all;
    case CallKind::home: return 0;
    case CallKind::keep:
      if ((all & kEnvironment) != 0 && path != "Object.assign") add(FlagKind::bulk_environment, token, path);
      return all;
    case CallKind::put_into:
      if (frame.before.binding != kNoBinding) names_.at(frame.before.binding).bits |= all & ~kPaths;
      return 0;
    case CallKind::other: break;
  }
  unknown_effects(frame, all);
  if (frame.before.binding != kNoBinding && !frame.before.is_member) {
    Binding& function = names_.at(frame.before.binding);
    for (std::size_t i = 0; i < function.parameters.size(); ++i)
      names_.at(function.parameters[i]).bits |= frame.arguments[std::min<std::size_t>(i, 2)] & ~bit_of(HostClass::none);
    if (function.is_function) return function.returns | (function.bits & ~kPaths);
  }
  return all | receiver;
}

// Calls of what only the running code knows: modules and methods whose names are put together.
void CodeWalk::unknown_effects(Frame& frame, Bits all) {
  const std::string_view path = frame.before.path;
  if (path == "_.replace" && (all & kEnvironment) != 0) return;
  const bool is_hidden = path.find('?') != std::string_view::npos;
  if (!is_hidden) return;
  if ((all & kSelf) != 0 && (all & kManifestPath) == 0 && frame.argument == 0)
    add(FlagKind::self_deletion, frame.before.token, "by a name that is put together");
  if ((all & kManifestPath) != 0) add(FlagKind::manifest_write, frame.before.token, "by a name that is put together");
}

void CodeWalk::remember_fetched(std::uint32_t binding, const std::vector<std::string>& texts) {
  if (!texts.empty() && texts.front().size() > 3 && fetched_paths_.size() < 64) fetched_paths_.insert(texts.front());
  if (binding != kNoBinding) names_.at(binding).bits |= kFetchedFile;
}

// What the first argument names is not there any more.
void CodeWalk::gone(const Frame& frame) {
  if ((frame.arguments[0] & kSelf) != 0) add(FlagKind::self_deletion, frame.before.token, frame.before.path);
  if ((frame.arguments[0] & kListed) != 0) add(FlagKind::project_overwrite, frame.before.token, frame.before.path);
}

void CodeWalk::write_effects(Frame& frame, std::size_t target) {
  const Bits to = frame.arguments[target];
  const std::string_view path = frame.before.path;
  if ((to & kControlPath) != 0) {
    std::string detail(path);
    for (const std::string& text : frame.texts)
      if (!path_in(text, words::kControlPaths).empty()) detail = text;
    add(FlagKind::outside_write, frame.before.token, detail);
  }
  if ((to & kHookPath) != 0) add(FlagKind::git_hook_write, frame.before.token, path);
  if ((to & kManifestPath) != 0) add(FlagKind::manifest_write, frame.before.token, path);
  if ((to & kListed) != 0) add(FlagKind::project_overwrite, frame.before.token, path);
}

void CodeWalk::run_effects(Frame& frame, Bits all) {
  const std::uint32_t token = frame.before.token;
  const std::string command = joined(frame.texts, " ");
  const bool asks_version = (all & kAsksVersion) != 0;
  add(FlagKind::process, token, command.empty() ? frame.before.path : command);
  if (!command.empty()) shell(command, token, all & kHosts);
  const std::string program = frame.texts.empty() ? std::string() : program_of(frame.texts.front());
  const bool by_interpreter = words::is_one_of(program, words::kInterpreters);
  const bool is_fetched_path = !frame.texts.empty() && fetched_paths_.contains(frame.texts.front());
  const bool starts_file =
      is_fetched_path || (frame.arguments[0] & kFetchedFile) != 0 || (by_interpreter && (all & kFetchedFile) != 0);
  if (starts_file && !asks_version)
    add(FlagKind::download_and_run, token, frame.before.path, RunHow::started, host_in(all));
  // The command itself came over the network.
  const bool is_sole = !frame.texts.empty() && frame.texts.front() == std::string_view(&kHole, 1);
  if (is_sole && (frame.arguments[0] & kFetched) != 0 && (frame.arguments[0] & kFetchedFile) == 0)
    add(FlagKind::download_and_run, token, frame.before.path, RunHow::evaluated, host_in(all));
}

Bits CodeWalk::network_effects(Frame& frame, Bits all) {
  has_network_ = true;
  const std::uint32_t token = frame.before.token;
  if ((all & kPut) != 0) has_put_ = true, put_token_ = token;
  add(FlagKind::network, token, frame.before.path, RunHow::none, host_in(all));
  if ((all & kSecrets) != 0 && (all & kEncoded) != 0)
    add(FlagKind::secrets_sent, token, frame.before.path, RunHow::none, host_in(all));
  return kFetched | (all & kHosts);
}

// A command line in a text or in the arguments of a call.
void CodeWalk::shell(std::string_view text, std::uint32_t token, Bits hosts) {
  const ShellReading reading = read_shell(text);
  HostClass host = host_in(hosts);
  for (const std::string& address : reading.addresses) {
    host = std::max(host, class_of_host(address, own_));
    if (std::string name = host_of(address); !name.empty()) hosts_.insert(std::move(name));
  }
  for (const ShellFact& fact : reading.facts) {
    if (fact.kind == FlagKind::bulk_environment && text.find('|') == std::string_view::npos) continue;
    add(fact.kind, token, fact.detail, fact.how, host);
  }
}

}  // namespace cordon::inspect
