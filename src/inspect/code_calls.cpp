// The walk's part that knows calls: what each does with what it is given, and what it gives.
#include <algorithm>
#include <utility>

#include "inspect/code_walk.h"
#include "inspect/paths.h"
#include "inspect/shell.h"
#include "inspect/shell_facts.h"
#include "inspect/words.h"

namespace cordon::inspect {

namespace {

constexpr std::size_t kMostPathBytes = 96, kMostCommand = 8u << 10, kMostReadFiles = 64;

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

// Something that was fetched, or the address of something.
bool brings(Bits bits) { return (bits & (kFetched | (kHosts & ~bit_of(HostClass::none)))) != 0; }

std::string_view last_of(std::string_view path) { return path.substr(path.rfind('.') + 1); }

}  // namespace

// "f.call(this, a)" is "f(a)".
void CodeWalk::shift_receiver(Frame& frame) {
  frame.before.path = without_apply(frame.before.path);
  frame.arguments = {frame.arguments[1], frame.arguments[2], frame.arguments[2]};
  frame.argument_binding = {frame.argument_binding[1], frame.argument_binding[2], kNoBinding};
  if (!frame.texts.empty()) frame.texts.erase(frame.texts.begin());
  const auto shifted = [](std::uint32_t index) { return index == kNoBinding || index == 0 ? kNoBinding : index - 1; };
  frame.argument_text = {shifted(frame.argument_text[1]), shifted(frame.argument_text[2]), kNoBinding};
}

CodeWalk::Chain CodeWalk::called(Frame& frame) {
  if (frame.call != CallKind::other && without_apply(frame.before.path).size() < frame.before.path.size())
    shift_receiver(frame);
  if (frame.evaluates && last_of(frame.before.path) == "Worker") frame.call = CallKind::evaluate;
  const Bits all = frame.arguments[0] | frame.arguments[1] | frame.arguments[2];
  Chain out;
  out.active = true;
  out.token = frame.before.token;
  out.bits = effects(frame, all);
  out.path = path_of_result(frame);
  const bool joins = frame.call == CallKind::join ||
                     (frame.call == CallKind::other && last_of(frame.before.path) == "join" && frame.argument >= 1);
  seen_from_self(frame, out);
  if (last_of(frame.before.path) == "digest") out.bits &= ~kHasher;
  if (joins && !frame.texts.empty()) {
    out.path = "_";
    out.text = joined(frame.texts, "/");
    out.has_text = out.is_literal = true;
    if (names_dependencies(out.text)) out.bits &= ~(kProject | kListed);
    if ((out.bits & kControlName) != 0 && !stays_in_folder(out.text)) out.bits |= kControlPath;
  }
  if (!joins) make_text(frame, out);
  if (!joins && last_of(frame.before.path) == "join" && (out.bits & kEnvironment) != 0) out.bits |= kEncoded;
  // A promise gives what settles it, not what its function does.
  if (frame.resolver != kNoBinding) out.bits = names_.at(frame.resolver).returns;
  // Text in base64 or hexadecimal.
  if ((last_of(frame.before.path) == "toString" || last_of(frame.before.path) == "digest") &&
      (has_text(frame.texts, "base64") || has_text(frame.texts, "hex")))
    out.bits |= kEncoded;
  return out;
}

// The folder of the running file, and what lies beside it, are not the file.
void CodeWalk::seen_from_self(const Frame& frame, Chain& out) {
  const std::string_view last = last_of(frame.before.path);
  if ((out.bits & kSelf) == 0 || (last != "dirname" && (last != "URL" || frame.argument == 0))) return;
  const bool is_own = is_self(frame.sole_path) || frame.sole_path.ends_with("fileURLToPath()");
  if (last == "dirname" && is_own) out.path = "__dirname";
  out.bits &= ~kSelf;
}

// What the value of a call stands for.
std::string CodeWalk::path_of_result(Frame& frame) {
  const std::string_view path = frame.before.path;
  if (frame.call == CallKind::load) {
    const std::string& text = frame.last_text;
    const bool is_literal = frame.operands == 1 && !frame.has_made_text;
    if (!is_literal && frame.operands > 0) add(FlagKind::computed_module, frame.before.token, path);
    else if (frame.operands > 0 && !frame.has_last_text && (text.empty() || text.front() == kHole))
      add(FlagKind::computed_module, frame.before.token, path);
    if (!is_whole(frame)) return "?";
    return std::string(text.starts_with("node:") ? text.substr(5, 64) : text.substr(0, 64));
  }
  if (words::is_one_of(tokens_.of(frame.before.token), words::kModuleWrappers) && frame.operands > 0 &&
      !frame.sole_path.empty())
    return frame.sole_path;
  if (last_of(path) == "promisify" && !frame.sole_path.empty()) return frame.sole_path;
  if (path == "Object.getPrototypeOf" && frame.has_function) return "function";
  if (path.ends_with(".bind")) return std::string(path.substr(0, path.size() - 5));
  return path.size() < kMostPathBytes ? std::string(path) + "()" : "_";
}

Bits CodeWalk::effects(Frame& frame, Bits all) {
  const Bits receiver = frame.before.bits;
  const std::uint32_t token = frame.before.token;
  const std::string_view path = frame.before.path;
  switch (frame.call) {
    case CallKind::load: load_effects(frame, all); return 0;
    case CallKind::look: look_effects(frame, all); return 0;
    case CallKind::ask:
    case CallKind::say: return 0;
    case CallKind::run: return run_effects(frame, all);
    case CallKind::network: hands_over(frame, all); return network_effects(frame, all);
    case CallKind::send:
      input_effects(frame, all);
      send_effects(frame, all, all);
      return receiver;
    case CallKind::read: return read_effects(frame);
    case CallKind::list: return listed(all);
    case CallKind::write:
      write_effects(frame, 0);
      if ((all & kFetched) != 0 || (has_network_ && last_of(path) == "createWriteStream"))
        remember_fetched(frame.argument_binding[0], frame.texts, host_in(all));
      return frame.arguments[0] & (kPaths | kHosts);
    case CallKind::move:
      if (last_of(path).starts_with("rename")) gone(frame);
      write_effects(frame, 1);
      if ((frame.arguments[0] & kFetchedFile) != 0) remember_fetched(frame.argument_binding[1], {}, HostClass::none);
      if (frame.texts.size() > 1 && is_fetched_path(frame.texts[0]))
        remember_path(frame.texts[1], host_of_path(frame.texts[0]));
      return 0;
    case CallKind::remove:
      gone(frame);
      if ((frame.arguments[0] & kManifestPath) != 0) add(FlagKind::manifest_write, token, path);
      return 0;
    case CallKind::permit:
      if ((frame.arguments[0] & kFetchedFile) != 0 || (!frame.texts.empty() && is_fetched_path(frame.texts.front())))
        add(FlagKind::download_and_run, token, path, RunHow::permitted, host_in(all));
      return 0;
    case CallKind::evaluate:
      has_eval_ = true;
      evaluate_effects(frame);
      runs_text(all, token, path, host_in(all));
      return all;
    case CallKind::decode: {
      const bool is_buffer = path.starts_with("Buffer");
      const bool decodes = !is_buffer || has_text(frame.texts, "base64") || has_text(frame.texts, "hex");
      return all | receiver | (decodes ? kDecoded : 0);
    }
    case CallKind::encode: {
      if ((all & kEnvironment) != 0 && path == "JSON.stringify") add(FlagKind::bulk_environment, token, path);
      if ((all & kEnvironmentItself) != 0) all |= kEnvironment;
      return ((all | receiver) & ~kEnvironmentItself) | kEncoded;
    }
    case CallKind::hasher: return kHasher;
    case CallKind::digest:
      if ((all & (kFetched | kFetchedFile)) != 0) add(FlagKind::checks_digest, token, path);
      return 0;
    case CallKind::join: return all;
    case CallKind::home: return 0;
    case CallKind::keep:
      if (path == "Object.assign") return all;
      if ((all & kEnvironment) != 0) add(FlagKind::bulk_environment, token, path);
      return held(all);
    case CallKind::put_into:
      if (frame.before.binding != kNoBinding) names_.at(frame.before.binding).bits |= held(all & ~kPaths);
      return 0;
    case CallKind::other: break;
  }
  return other_effects(frame, all);
}

Bits CodeWalk::read_effects(const Frame& frame) {
  if (record_ && !frame.texts.empty() && read_files_.size() < kMostReadFiles)
    read_files_.push_back(frame.texts.front());
  return read_bits(frame);
}

// What the file holds that the first argument names.
Bits CodeWalk::read_bits(const Frame& frame) const {
  const Bits from = frame.arguments[0];
  const bool is_fetched = (from & kFetchedFile) != 0 || (!frame.texts.empty() && is_fetched_path(frame.texts.front()));
  return ((from & kSecretPath) != 0 ? kSecretData : 0) | (is_fetched ? kFetched | (from & kHosts) : 0);
}

// A digest says something of a download where it is one of what was fetched: hash.update(data), file.pipe(hash).
void CodeWalk::digest_effects(const Frame& frame, Bits all) {
  const Bits both = all | frame.before.bits;
  if ((both & kHasher) != 0 && (both & (kFetched | kFetchedFile)) != 0 && last_of(frame.before.path) != "digest")
    add(FlagKind::checks_digest, frame.before.token, frame.before.path);
}

// Calls of functions of the text, and of what nobody here knows: what they are given comes back.
Bits CodeWalk::other_effects(Frame& frame, Bits all) {
  const Bits receiver = frame.before.bits;
  if (frame.before.path == "process.dlopen" || last_of(frame.before.path) == "Worker") load_effects(frame, all);
  input_effects(frame, all);
  pipe_effects(frame, all);
  digest_effects(frame, all);
  if (frame.before.path == "process.chdir" && !stays_in_folder(command_of(frame))) changes_folder_ = true;
  unknown_effects(frame, all);
  hands_over(frame, all);
  if (frame.before.binding == kNoBinding || (frame.before.is_member && !frame.before.is_method))
    return (all | receiver) & ~kEnvironmentItself;
  Binding& function = names_.at(frame.before.binding);
  function.given |= all & ~kPaths;
  if (function.is_resolver) function.returns |= all;
  for (const std::uint32_t each : function.parameters) {
    Binding& parameter = names_.at(each);
    const Bits bits = frame.arguments[std::min(parameter.argument, 2u)] & ~bit_of(HostClass::none);
    parameter.bits |= parameter.is_part ? one_variable(bits) : bits;
    if (parameter.is_fetched_into && parameter.argument < 3 && (function.downloads || brings(all)))
      remember_argument(frame, parameter.argument, host_in(all));
  }
  if (function.is_function) return function.returns | (function.bits & ~kPaths);
  return (all | receiver) & ~kEnvironmentItself;
}

// Calls of what only the running code knows: modules and methods whose names are put together.
void CodeWalk::unknown_effects(Frame& frame, Bits all) {
  const std::string_view path = frame.before.path;
  if (path == "_.replace" && (all & kEnvironment) != 0) return;
  const bool is_hidden = path.find('?') != std::string_view::npos;
  if (!is_hidden) return;
  // A module whose name only the running code knows, asked for what starts programs.
  const bool may_run =
      path.starts_with("?.") && kind_of_call(std::string("child_process").append(path.substr(1))) == CallKind::run;
  if (may_run && (all & (kFetched | kFetchedFile)) != 0) run_effects(frame, all);
  if ((all & kSelf) != 0 && (all & kManifestPath) == 0 && frame.argument == 0)
    add(FlagKind::self_deletion, frame.before.token, "by a name that is put together");
  if ((all & kManifestPath) != 0) add(FlagKind::manifest_write, frame.before.token, "by a name that is put together");
}

void CodeWalk::remember_fetched(std::uint32_t binding, const std::vector<std::string>& texts, HostClass host) {
  if (!texts.empty()) remember_path(texts.front(), host);
  if (binding == kNoBinding) return;
  names_.at(binding).bits |= kFetchedFile;
  names_.at(binding).is_fetched_into = true;
}

// A function writes what it fetches, or is given, to the file that this argument names.
void CodeWalk::remember_argument(const Frame& frame, std::uint32_t argument, HostClass host) {
  const std::uint32_t text = frame.argument_text[argument];
  const std::uint32_t binding = frame.argument_binding[argument];
  const bool is_new_text = text < frame.texts.size() && !is_fetched_path(frame.texts[text]);
  const bool is_new_name = binding != kNoBinding && !names_.at(binding).is_fetched_into;
  has_grown_ = has_grown_ || is_new_text || is_new_name;
  if (text < frame.texts.size()) remember_path(frame.texts[text], host);
  remember_fetched(frame.argument_binding[argument], {}, host);
}

// What the first argument names is not there any more.
void CodeWalk::gone(const Frame& frame) {
  if ((frame.arguments[0] & kSelf) != 0) add(FlagKind::self_deletion, frame.before.token, frame.before.path);
  const std::string folder = text_of_argument(frame, 0);
  const bool is_folder = last_of(frame.before.path).starts_with("r") && (folder == "." || folder == "./");
  if (is_folder && frame.call == CallKind::remove) add(FlagKind::self_deletion, frame.before.token, frame.before.path);
  if ((frame.arguments[0] & kListed) != 0 || frame.is_project)
    add(FlagKind::project_overwrite, frame.before.token, frame.before.path);
}

void CodeWalk::write_effects(Frame& frame, std::size_t target) {
  const Bits to = frame.arguments[target];
  const std::string_view path = frame.before.path;
  if ((to & kControlPath) != 0 || (changes_folder_ && (to & kControlName) != 0)) {
    std::string detail(path);
    for (const std::string& text : frame.texts)
      if (!path_in(text, words::kControlPaths).empty()) detail = text;
    add(FlagKind::outside_write, frame.before.token, detail);
  }
  if ((to & kHookPath) != 0) add(FlagKind::git_hook_write, frame.before.token, path);
  if ((to & kManifestPath) != 0) add(FlagKind::manifest_write, frame.before.token, path);
  if ((to & kListed) != 0) add(FlagKind::project_overwrite, frame.before.token, path);
  const bool is_over_itself =
      (to & kSelf) != 0 && text_of_argument(frame, static_cast<std::uint32_t>(target)) == std::string_view(&kHole, 1);
  if (is_over_itself && frame.call == CallKind::write && last_of(path).starts_with("write"))
    add(FlagKind::self_deletion, frame.before.token, path);
}

Bits CodeWalk::network_effects(Frame& frame, Bits all) {
  has_network_ = true;
  note_download();
  const std::uint32_t token = frame.before.token;
  if ((all & kPut) != 0) has_put_ = true, put_token_ = token;
  add(FlagKind::network, token, frame.before.path, RunHow::none, host_in(all));
  const std::string_view method = last_of(frame.before.path);
  const bool is_given_body = method == "post" || method == "put" || method == "patch";
  send_effects(frame, all, frame.body | (is_given_body ? frame.arguments[1] : 0));
  return answer_bits(frame, all);
}

// What comes over the network. What a cloud tells whoever asks from inside are credentials.
Bits CodeWalk::answer_bits(const Frame& frame, Bits all) {
  const auto names_cloud = [](const std::string& text) {
    return std::ranges::any_of(words::kMetadataHosts, [&](std::string_view host) { return text.contains(host); });
  };
  const bool is_secret = (all & kSecretPath) != 0 && std::ranges::any_of(frame.texts, names_cloud);
  return kFetched | (all & kHosts) | (is_secret ? kSecretData : 0);
}

// What of `body` a request carries: a file of credentials as it is, what is made into a text, or the environment that a
// library makes into one.
void CodeWalk::send_effects(const Frame& frame, Bits all, Bits body) {
  const std::string_view path = frame.before.path;
  const std::string_view library = path.substr(0, path.find_first_of(".("));
  const bool is_text = (all & kSecrets) != 0 && (all & kEncoded) != 0;
  const bool is_encoded_there = words::is_one_of(library, words::kEncodingSenders) && (body & kEnvironmentItself) != 0;
  if (is_text || is_encoded_there || (body & kSecretData) != 0)
    add(FlagKind::secrets_sent, frame.before.token, path, RunHow::none, host_in(frame.before.bits | all));
}

// A file of credentials that is read into a request: createReadStream(file).pipe(request)
void CodeWalk::pipe_effects(const Frame& frame, Bits all) {
  std::string_view into = frame.sole_path;
  if (!into.ends_with("()") || last_of(frame.before.path) != "pipe" || (frame.before.bits & kSecretData) == 0) return;
  into.remove_suffix(2);
  if (kind_of_call(into) == CallKind::network)
    add(FlagKind::secrets_sent, frame.before.token, frame.before.path, RunHow::none, host_in(all));
}

// Opening a file for writing.
void CodeWalk::look_effects(Frame& frame, Bits all) {
  if (!last_of(frame.before.path).starts_with("open") || frame.texts.size() < 2) return;
  const std::string& how = frame.texts[1];
  if (how.empty() || how.size() > 3 || (how[0] != 'w' && how[0] != 'a' && how != "r+")) return;
  write_effects(frame, 0);
  if (has_network_) remember_fetched(frame.argument_binding[0], frame.texts, host_in(all));
}

// Code in texts: the last of them is what runs, those before are names of parameters.
void CodeWalk::evaluate_effects(const Frame& frame) {
  if (last_of(frame.before.path) == "Worker") return;
  if (!frame.last_text.empty()) starts(out_.starts.code, frame.last_text);
  if (frame.sole_path.find("readFile") != std::string::npos)
    for (const std::string& file : read_files_)
      if (!words::is_one_of(file.substr(file.rfind('.') + 1), words::kProse)) starts(out_.starts.files, file);
}

// For whoever knows the files of the package.
void CodeWalk::starts(std::vector<std::string>& kind, std::string_view text) {
  if (!record_ || text.empty() || text == std::string_view(&kHole, 1)) return;
  if (!started_.emplace(&kind, text).second) return;
  if (kind.size() == kMostStarts || started_bytes_ + text.size() > kMostStartBytes) {
    has_unread_texts_ = true;
    return;
  }
  started_bytes_ += text.size();
  kind.emplace_back(text);
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
