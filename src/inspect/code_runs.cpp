// The walk's part that knows how what was fetched gets to run: by a command, by an interpreter's input, as a module,
// and by a function that is handed over by its name.
#include <algorithm>

#include "inspect/code_walk.h"
#include "inspect/paths.h"
#include "inspect/shell.h"
#include "inspect/shell_facts.h"
#include "inspect/words.h"

namespace cordon::inspect {

namespace {

constexpr std::size_t kMostCommand = 8u << 10, kMostFetchedPaths = 4'096, kMostPath = 4'096;

bool begins_with_hole(std::string_view word) { return word.starts_with(kHole); }

std::string_view without_dot(std::string_view path) { return path.starts_with("./") ? path.substr(2) : path; }

// Options behind which an interpreter reads code in its arguments.
constexpr auto kCodeOptions = std::to_array<std::string_view>(
    {"-c", "-e", "-p", "-pe", "-lc", "-ic", "/c", "--eval", "--print", "-command", "-Command"});

constexpr auto kPrinters = std::to_array<std::string_view>(
    {"cat", "type", "head", "tail", "less", "more", "base64", "xxd", "strings", "grep", "sed", "awk", "get-content"});
constexpr auto kRemovers =
    std::to_array<std::string_view>({"rm", "del", "unlink", "shred", "erase", "rmdir", "remove-item"});
// Options behind which downloaders are given what they send.
constexpr auto kDataOptions = std::to_array<std::string_view>(
    {"-d", "--data", "-F", "--form", "-T", "--upload-file", "--post-data", "--post-file"});

}  // namespace

std::string CodeWalk::command_of(const Frame& frame) {
  std::string out;
  for (const std::string& text : frame.texts) {
    if (out.size() + text.size() > kMostCommand) break;
    if (out.empty()) out = text;
    else out.append(" ").append(as_word(text));
  }
  return out;
}

bool CodeWalk::is_fetched_path(std::string_view path) const {
  return fetched_paths_.contains(std::string(without_dot(path)));
}

HostClass CodeWalk::host_of_path(std::string_view path) const {
  const auto found = fetched_paths_.find(std::string(without_dot(path)));
  return found == fetched_paths_.end() ? HostClass::none : found->second;
}

void CodeWalk::remember_path(std::string_view path, HostClass host) {
  if (path.size() <= 3 || path.size() > kMostPath) return;
  if (fetched_paths_.size() >= kMostFetchedPaths) {
    has_unread_texts_ = true;
    return;
  }
  HostClass& from = fetched_paths_[std::string(without_dot(path))];
  from = std::max(from, host);
}

// The files that a downloader writes to.
void CodeWalk::remember_downloads(const ShellCommand& command, const std::vector<std::string_view>& words,
                                  HostClass host) {
  for (const std::string& file : outputs_of(words, program_of(words.front()), true)) remember_path(file, host);
  for (const std::string& file : command.into) remember_path(file, host);
}

// Files of credentials that are printed, data that is sent, what is removed.
void CodeWalk::look_at_words(std::string_view program, const std::vector<std::string_view>& words, CommandUse& out) {
  const bool prints = words::is_one_of(program, kPrinters), gives = words::is_one_of(program, words::kDownloaders);
  const bool removes = words::is_one_of(program, kRemovers);
  out.removes = out.removes || removes;
  if (!prints && !gives && !removes) return;
  for (const std::string_view word : words) {
    const bool is_secret =
        prints && (!path_in(word, words::kSecretPaths).empty() || !path_in(word, words::kEnvironmentFiles).empty());
    out.prints_secret = out.prints_secret || is_secret;
    out.removes_own = out.removes_own || (removes && (word == "." || word == "./"));
    for (const std::string_view option : kDataOptions)
      if (gives && word.starts_with(option)) out.gives_data = true;
  }
}

// What each command of a line does with what was fetched, by its words.
CodeWalk::CommandUse CodeWalk::use_of(std::string_view line, HostClass host) {
  CommandUse out;
  if (!may_read(line.size())) return out;
  bool is_complete = true, says_hole = false;
  for (const ShellCommand& command : split_shell(line, is_complete)) {
    const bool is_given_hole = command.piped && says_hole;
    const std::vector<std::string_view> words = started_by(command);
    if (words.empty()) continue;
    const std::string program = program_of(words.front());
    look_at_words(program, words, out);
    if ((program == "env" || program == "printenv") && words.size() == 1) out.prints_environment = true;
    if (words::is_one_of(program, words::kDownloaders) && words.size() > 1) {
      out.fetches = true;
      remember_downloads(command, words, host);
    }
    const auto fetched = std::ranges::find_if(words, [&](std::string_view word) { return is_fetched_path(word); });
    if (fetched == words.begin() || (program == "chmod" && fetched != words.end()))
      out.file = std::string(without_dot(*fetched)), out.permits = fetched != words.begin();
    if (fetched != words.end() && (program == "mv" || program == "cp"))
      remember_path(words.back(), host_of_path(*fetched));
    says_hole = (program == "echo" || program == "printf") && begins_with_hole(words.back());
    if (words::is_one_of(program, words::kInterpreters)) interpreter_use(words, is_given_hole, out);
  }
  return out;
}

// `is_given_hole`: what only the running code knows is piped into it.
void CodeWalk::interpreter_use(const std::vector<std::string_view>& words, bool is_given_hole, CommandUse& out) const {
  out.by_interpreter = true;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words::is_one_of(words[i], kCodeOptions)) {
      out.takes_code = out.takes_code || (i + 1 < words.size() && begins_with_hole(words[i + 1]));
      return;
    }
    if (words[i].starts_with('-') || words[i] == std::string_view(&kHole, 1)) continue;
    if (is_fetched_path(words[i])) out.file = std::string(without_dot(words[i])), out.permits = false;
    return;
  }
  out.reads_input = true;
  out.takes_code = out.takes_code || is_given_hole;
}

Bits CodeWalk::run_effects(Frame& frame, Bits all) {
  const std::uint32_t token = frame.before.token;
  const std::string_view path = frame.before.path;
  const std::string command = command_of(frame);
  add(FlagKind::process, token, command.empty() ? path : std::string_view(command));
  if (!command.empty()) shell(command, token, all & kHosts);
  const bool is_module = path.substr(path.rfind('.') + 1) == "fork";
  if (!frame.texts.empty())
    starts(is_module ? out_.starts.files : out_.starts.commands, is_module ? frame.texts.front() : command);
  const CommandUse use = use_of(command, host_in(all));
  const bool asks_version = (all & kAsksVersion) != 0;
  const bool starts_file =
      (frame.arguments[0] & kFetchedFile) != 0 || (use.by_interpreter && (all & kFetchedFile) != 0);
  if (!use.file.empty() && !asks_version)
    add(FlagKind::download_and_run, token, path, use.permits ? RunHow::permitted : RunHow::started,
        std::max(host_in(all), host_of_path(use.file)));
  else if (starts_file && !asks_version) add(FlagKind::download_and_run, token, path, RunHow::started, host_in(all));
  // The command itself came over the network or was decoded, or an interpreter is given what did.
  const bool is_sole = !frame.texts.empty() && frame.texts.front() == std::string_view(&kHole, 1);
  Bits code = is_sole && (frame.arguments[0] & kFetchedFile) == 0 ? frame.arguments[0] : 0;
  if (use.takes_code) code |= all;
  if (use.reads_input) code |= frame.input;
  runs_text(code, token, path, host_in(all));
  const bool is_text = (all & kSecrets) != 0 && (all & kEncoded) != 0;
  if (use.fetches && (is_text || (use.gives_data && (all & kSecretData) != 0)))
    add(FlagKind::secrets_sent, token, path, RunHow::none, host_in(all));
  if (use.removes_own || (use.removes && (all & kSelf) != 0)) add(FlagKind::self_deletion, token, path);
  return output_bits(use, all);
}

// What a command prints.
Bits CodeWalk::output_bits(const CommandUse& use, Bits all) {
  Bits out = 0;
  if (use.fetches) out |= kFetched | (all & kHosts);
  if (use.reads_input) out |= kReadsCode;
  if (use.prints_environment) out |= kEnvironment | kEncoded;
  if (use.prints_secret) out |= kSecretData;
  return out;
}

// A text with these bits becomes code or a command.
void CodeWalk::runs_text(Bits bits, std::uint32_t token, std::string_view path, HostClass host) {
  if ((bits & kFetched) != 0) add(FlagKind::download_and_run, token, path, RunHow::evaluated, host);
  else if ((bits & (kDecoded | kInvisible)) != 0) add(FlagKind::eval_of_decoded, token, path);
}

// require, import and process.dlopen of what was fetched: of a file that it was written to, or in the address itself.
void CodeWalk::load_effects(Frame& frame, Bits all) {
  const std::string_view path = frame.before.path;
  const auto fetched = std::ranges::find_if(
      frame.texts, [&](const std::string& text) { return is_fetched_path(text) || is_fetched_path(text + ".js"); });
  const std::string_view text = frame.texts.empty() ? std::string_view() : std::string_view(frame.texts.front());
  // One that is written there as it is, whoever looks for modules has found.
  const bool is_asked = path == "require" || path == "import";
  const bool is_literal = is_asked && tokens_.tokens[frame.token + 1].kind == javascript::TokenKind::string &&
                          tokens_.is(frame.token + 2, ')');
  if (!is_literal) starts(out_.starts.files, text);
  if (text.starts_with("data:")) return runs_text(all, frame.before.token, path, host_in(all));
  if (path == "import" && (text.starts_with("https://") || text.starts_with("http://"))) {
    has_network_ = true;
    return runs_text(kFetched, frame.before.token, path, host_in(all));
  }
  if (std::ranges::any_of(frame.texts, [](const std::string& each) { return each.ends_with(".json"); })) return;
  const HostClass from = fetched == frame.texts.end() ? HostClass::none : host_of_path(*fetched);
  if (fetched != frame.texts.end() || (all & kFetchedFile) != 0)
    add(FlagKind::download_and_run, frame.before.token, path, RunHow::started, std::max(host_in(all), from));
}

// What is fetched goes into the input of a shell: r.pipe(shell.stdin), shell.stdin.write(data).
void CodeWalk::input_effects(const Frame& frame, Bits all) {
  const std::string_view path = frame.before.path;
  const Bits receiver = frame.before.bits;
  const bool pipes = path.ends_with(".pipe") && (all & kReadsCode) != 0 && (receiver & kFetched) != 0;
  const bool writes = (path.ends_with("stdin.write") || path.ends_with("stdin.end")) && (receiver & kReadsCode) != 0 &&
                      (all & kFetched) != 0;
  if (pipes || writes)
    add(FlagKind::download_and_run, frame.before.token, path, RunHow::evaluated, host_in(receiver | all));
}

// An argument that is a function's name: it will be called with what the receiver gives, as in then(eval).
void CodeWalk::hands_over(const Frame& frame, Bits all) {
  const Bits given = frame.before.bits | callback_bits(frame);
  if (!frame.sink.empty()) {
    if (frame.sink_kind == CallKind::evaluate) has_eval_ = true;
    runs_text(given | all, frame.before.token, frame.sink, host_in(given | all));
  }
  for (const std::uint32_t binding : frame.argument_binding) {
    if (binding == kNoBinding) continue;
    give(binding, given | given_by(frame));
  }
}

// What calling the function of a name with these bits does to its parameters.
void CodeWalk::give(std::uint32_t binding, Bits bits) {
  Binding& function = names_.at(binding);
  if (function.is_resolver) function.returns |= bits;
  for (const std::uint32_t each : function.parameters) {
    Binding& parameter = names_.at(each);
    parameter.bits |= parameter.is_part ? one_variable(bits) : bits;
  }
}

}  // namespace cordon::inspect
