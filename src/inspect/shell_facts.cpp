// The reader itself, and its part that knows what a command says, writes and names.
#include "inspect/shell_facts.h"

#include <algorithm>
#include <utility>

#include "inspect/paths.h"
#include "inspect/shell_reader.h"
#include "inspect/text_facts.h"
#include "inspect/words.h"

namespace cordon::inspect {
namespace {

using words::is_one_of;

constexpr std::size_t kMostFacts = 64, kMostPrinted = 64, kMostFolder = 4'096, kMostSecretFiles = 64;

// What stands between quotation marks then, and runs only what is put in.
std::string without_marks(std::string text) {
  std::ranges::replace(text, '"', ' ');
  return text;
}

// Looks up where a registry is, in a file that holds tokens, too.
bool asks_registry(const std::vector<std::string_view>& words, std::string_view program) {
  return (program == "grep" || program == "sed" || program == "awk") &&
         std::ranges::any_of(words, [](std::string_view word) { return word.find("registry") != std::string::npos; }) &&
         std::ranges::none_of(words, [](std::string_view word) { return word.find("auth") != std::string::npos; });
}

// All of it: "env", "env -0", "export -p", "set".
bool prints_environment(const std::vector<std::string_view>& words, std::string_view program) {
  const bool is_bare = words.size() == 1;
  const bool has_options =
      std::ranges::all_of(words.begin() + 1, words.end(), [](std::string_view word) { return word.starts_with('-'); });
  if (program == "env" || program == "printenv") return has_options;
  if (program == "set") return is_bare;
  const bool lists = is_bare || (words.size() == 2 &&
                                 (words[1] == "-p" || words[1] == "-x" || words[1] == "-px" || words[1] == "-xp"));
  return lists && (program == "export" || program == "declare" || program == "typeset");
}

}  // namespace

std::string text_of(const ShellCommand& command) {
  std::string out;
  for (const std::string& word : command.words) {
    out.append(out.empty() ? "" : " ").append(word);
    if (out.size() > 400) break;
  }
  return out;
}

std::string plain_path(std::string_view word) {
  while (word.starts_with("./") || word.starts_with(".\\")) word.remove_prefix(2);
  std::string out(word);
  std::ranges::replace(out, '\\', '/');
  return out;
}

bool has_hole(const std::vector<std::string_view>& words) {
  return std::ranges::any_of(words, [](std::string_view word) { return word.find(kHole) != std::string_view::npos; });
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

ShellReading ShellReader::run(std::string_view all) {
  pending_.push_back({std::string(all), ""});
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    bool complete = true;
    const Pending each = std::move(pending_[i]);
    const std::vector<ShellCommand> commands = split_shell(each.text, complete, limits_);
    out_.is_complete = out_.is_complete && complete;
    substituted_ = substituted_secrets_ = is_connected_ = false;
    folder_ = each.folder;
    text(commands);
  }
  return std::move(out_);
}

void ShellReader::add(FlagKind kind, std::string detail, RunHow how) {
  const auto same = [&](const ShellFact& each) { return each.kind == kind && each.how == how; };
  if (out_.facts.size() < kMostFacts && std::ranges::none_of(out_.facts, same))
    out_.facts.push_back({kind, how, std::move(detail)});
}

// The command with what "$(echo x)" puts into its words, where that is all that is put in.
ShellCommand ShellReader::filled(const ShellCommand& written_as) const {
  ShellCommand out = variables_.expanded(written_as);
  if (inner_.size() <= out.level + 1) return out;
  const auto& said = inner_[out.level + 1].said;
  const auto has = [](const std::string& word) { return word.find(kHole) != std::string::npos; };
  if (said.size() != 1 || std::ranges::count_if(out.words, has) != 1) return out;
  const auto word = std::ranges::find_if(out.words, has);
  word->replace(word->find(kHole), 1, *said.front());
  return out;
}

void ShellReader::one(const ShellCommand& written_as) {
  const ShellCommand command = filled(written_as);
  const Words words = started_by(command);
  if (inner_.size() < command.level + 2) inner_.resize(command.level + 2);
  for (const std::string& body : command.put_in) nest(": \"" + without_marks(body) + "\"");
  for (const std::string& file : command.into) written(file);
  node_options(command);
  const std::string program = words.empty() ? std::string() : program_of(words.front());
  documents(command, program);
  if (words.empty()) {
    of_group(command);
  } else if (is_assignment(words.front())) {
    assigned(words);
  } else {
    const bool is_said = says_only(words, program);
    printed(command, words, program);
    if (!is_said) {
      const bool is_background = command.background || std::ranges::any_of(command.words, [](const std::string& word) {
                                   return is_one_of(program_of(word), words::kBackground);
                                 });
      if (is_background) add(FlagKind::detached_process, text_of(command));
      paths(command, words, program);
      connected(command, words, program);
      by_program(command, words, program);
    }
  }
  if (flow_.fetches) downloaded(command.into);
  leave(command, words);
}

// What a substitution gives the command that it stands in, and what files keep.
void ShellReader::leave(const ShellCommand& command, const Words& words) {
  if (flow_.secrets || flow_.environment)
    for (const std::string& file : command.into)
      if (secret_files_.size() < kMostSecretFiles && file != "/dev/null") secret_files_.insert(plain_path(file));
  Inner& own = inner_[command.level];
  if (command.substituted) {
    own.fetches = own.fetches || flow_.fetches;
    own.decodes = own.decodes || flow_.decodes;
    own.by_shell = own.by_shell || flow_.by_shell;
    // What a pipe leads on is not what stands there in the end.
    if (command.piped && !own.said.empty()) own.said.pop_back();
    if (flow_.said && !flow_.is_altered && own.said.size() < kMostPrinted) own.said.push_back(flow_.said);
    if (flow_.fetches) substituted_ = true;
    if (flow_.secrets || flow_.environment) substituted_secrets_ = true;
  }
  if (command.feeds && flow_.fetches && inner_[command.level + 1].by_shell)
    add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  inner_[command.level + 1] = Inner();
  // What was put in stands here, and nowhere else.
  if (!command.substituted && has_hole(words) && !is_assignment(words.front())) substituted_secrets_ = false;
}

void ShellReader::by_program(const ShellCommand& command, const Words& words, const std::string& program) {
  // What was fetched is the command.
  if (words.front().starts_with(kHole) && inner_[command.level + 1].fetches && words.front().size() == 1)
    add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  runner(command);
  if (is_download(program, words)) {
    download(command, words, program);
  } else if (prints_environment(words, program)) {
    flow_.environment = true;
    add(FlagKind::bulk_environment, text_of(command));
  } else if (program == "dd" || program == "tee" || program == "sponge") {
    if (input_.fetches) downloaded(files_of(words));
  } else if (is_one_of(program, words::kDecoders)) {
    flow_.decodes = flow_.decodes || std::ranges::any_of(words, [](std::string_view word) {
                      return word == "-d" || word == "-D" || word == "--decode" || word == "-r";
                    });
  } else if (is_one_of(program, words::kPackageClients) && client(command, words)) {
  } else if (is_one_of(program, words::kInterpreters)) {
    interpreter(command, words, program);
  } else {
    other(command, words, program);
  }
}

void ShellReader::assigned(const Words& words) {
  for (const std::string_view word : words)
    if (is_assignment(word) && !variables_.assign(word)) out_.is_complete = false;
}

// What only says, looks, or changes what the commands behind it start from.
bool ShellReader::says_only(const Words& words, std::string_view program) {
  if (program == "export") assigned(words);
  if (program == "for" && words.size() > 3 && words[2] == "in")
    out_.is_complete &= variables_.assign(std::string(words[1]) + "=" + std::string(words[3]));
  if (program == "cd" || program == "pushd" || program == "chdir") {
    const std::string_view to = words.size() > 1 ? words[words[1] == "/d" && words.size() > 2 ? 2 : 1] : "~";
    const bool is_inside = !to.starts_with('/') && to.find_first_of("~$%:\x01") == std::string_view::npos &&
                           !folder_.starts_with('/') && folder_.size() + to.size() < kMostFolder;
    folder_ = is_inside ? folder_ + (folder_.empty() ? "" : "/") + std::string(to) : std::string("/");
    return true;
  }
  if (program == "cat" || program == "type") {
    std::vector<std::string> files;
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i].starts_with('-') || is_own_input(words[i])) continue;
      if (files.size() < kMostPrinted) files.emplace_back(words[i]);
      else out_.is_complete = false;
    }
    if (!files.empty()) flow_.files = std::make_shared<const std::vector<std::string>>(std::move(files));
  }
  if (!is_one_of(program, words::kSaysOnly)) return false;
  if (program == "echo" || program == "printf") {
    std::string said;
    for (std::size_t i = 1; i < words.size() && said.size() < kMostShellBytes; ++i)
      if (!words[i].starts_with('-')) said.append(said.empty() ? "" : " ").append(words[i]);
    if (!said.empty()) flow_.said = std::make_shared<const std::string>(std::move(said));
  }
  return true;
}

// What it names as secrets, writes to and removes.
void ShellReader::paths(const ShellCommand& command, const Words& words, std::string_view program) {
  Words all = words;
  all.insert(all.end(), command.from.begin(), command.from.end());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string_view word = all[i];
    if (const std::string_view secret = path_in(word, words::kSecretPaths); !secret.empty()) {
      flow_.secrets = flow_.secrets || !asks_registry(words, program);
      add(std::ranges::find(words::kTokenPaths, secret) != std::end(words::kTokenPaths) ? FlagKind::token_read
                                                                                        : FlagKind::secret_path,
          std::string(secret));
    }
    if (word.starts_with("/proc/") && word.ends_with("/environ")) {
      flow_.environment = true;
      add(FlagKind::bulk_environment, text_of(command));
    }
    for (const std::string_view host : words::kMetadataHosts)
      if (word.find(host) != std::string_view::npos)
        flow_.secrets = true, add(FlagKind::secret_path, std::string(host));
    for (const std::string_view source : words::kRuntimeSources)
      if (word.find(source) != std::string_view::npos) add(FlagKind::second_runtime, std::string(word.substr(0, 200)));
    // The name of a miner among other words may be what is looked for, or stopped.
    const std::string_view mining = mining_in(word);
    if (!mining.empty() && (i == 0 || !is_one_of(mining, words::kMinerNames) || mining.starts_with('-')))
      add(FlagKind::mining, text_of(command));
  }
  if (words.size() < 2) return;
  const bool removes = program == "rm" || program == "del" || program == "unlink" || program == "rimraf";
  const bool moves = program == "mv" || program == "cp" || program == "ln" || program == "install" ||
                     program == "move" || program == "copy" || program == "tee";
  for (std::size_t i = 1; i < words.size() && removes; ++i) {
    if (words[i] == "$0" || words[i] == "%0") add(FlagKind::self_deletion, text_of(command));
    if (words[i] == "package.json" || words[i] == "./package.json") add(FlagKind::manifest_write, text_of(command));
  }
  if (moves) written(words.back()), moved(words);
  if (program == "sed" && std::ranges::any_of(words, [](std::string_view word) { return word.starts_with("-i"); }))
    written(words.back());
}

void ShellReader::written(std::string_view file) {
  const bool is_own = is_own_place(file) && (folder_.empty() || is_own_place(folder_));
  if (!is_own && !path_in(file, words::kControlPaths).empty())
    add(FlagKind::outside_write, std::string(file.substr(0, 200)));
  if (!is_own && !path_in(file, words::kHookPaths).empty())
    add(FlagKind::git_hook_write, std::string(file.substr(0, 200)));
  if (file == "package.json" || file.ends_with("/package.json"))
    add(FlagKind::manifest_write, std::string(file.substr(0, 200)));
}

ShellReading read_shell(std::string_view text, const ShellLimits& limits) { return ShellReader(limits).run(text); }

bool may_be_command(std::string_view text) {
  if (text.size() < 8 || text.size() > kMostShellBytes) return false;
  const std::size_t begin = text.find_first_not_of(" \t\r\n({");
  if (begin == std::string_view::npos) return false;
  text.remove_prefix(begin);
  const std::size_t end = std::min(text.find_first_of(" \t\r\n;|&"), text.size());
  if (end == text.size()) return false;
  const std::string program = program_of(text.substr(0, end));
  return is_one_of(program, words::kDownloaders) || is_one_of(program, words::kDownloadingStarters) ||
         is_one_of(program, words::kShells) || is_one_of(program, words::kStarters) ||
         is_one_of(program, words::kBackground) || (is_one_of(program, words::kInterpreters) && program.size() > 1) ||
         program == "npm" || program == "crontab" || is_one_of(program, words::kPipesToOthers) || program == "cd" ||
         program == "mkdir" || program == "echo" || program == "cat" || text.starts_with("#!/");
}

}  // namespace cordon::inspect
