// The reader's part that knows what a command fetches, writes and gives away.
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

constexpr std::size_t kMostFacts = 64, kMostPrinted = 8, kMostFolder = 4'096;

bool names_secret(std::string_view word) { return !path_in(word, words::kSecretPaths).empty(); }

bool is_download(std::string_view program, const std::vector<std::string_view>& words) {
  if (program == "powershell" || program == "pwsh")
    return std::ranges::any_of(words, [](std::string_view word) {
      const std::string is = lower(word);
      return is.starts_with("-enc") || is == "-e" || is == "-ec" || is.find("downloadstring") != std::string::npos ||
             is.find("downloadfile") != std::string::npos || is.find("invoke-webrequest") != std::string::npos ||
             is.starts_with("iwr") || is.find("invoke-restmethod") != std::string::npos;
    });
  if (program == "certutil")
    return std::ranges::any_of(words, [](std::string_view word) {
      return word.find("urlcache") != std::string_view::npos || word.find("decode") != std::string_view::npos;
    });
  return is_one_of(program, words::kDownloaders) && words.size() > 1;
}

// A connection that bash opens for a path, but one to this machine.
bool is_connection(std::string_view path) {
  if (!path.starts_with("/dev/tcp/") && !path.starts_with("/dev/udp/")) return false;
  path.remove_prefix(9);
  return !path.starts_with("localhost/") && !path.starts_with("127.") && !path.starts_with("::1/");
}

// Looks up where a registry is, in a file that holds tokens, too.
bool asks_registry(const std::vector<std::string_view>& words, std::string_view program) {
  return (program == "grep" || program == "sed" || program == "awk") &&
         std::ranges::any_of(words, [](std::string_view word) { return word.find("registry") != std::string::npos; }) &&
         std::ranges::none_of(words, [](std::string_view word) { return word.find("auth") != std::string::npos; });
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

bool is_in(std::string_view word, const std::vector<std::string>& list) {
  if (word.starts_with("./")) word.remove_prefix(2);
  return std::ranges::any_of(list, [&](std::string_view each) {
    if (each.starts_with("./")) each.remove_prefix(2);
    return each == word;
  });
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

void ShellReader::text(const std::vector<ShellCommand>& commands) {
  std::vector<Flow> printed(commands.size());
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const ShellCommand& command = commands[i];
    input_ = command.piped && i > 0 ? printed[i - 1] : Flow();
    for (std::size_t k = i; command.reads_group && k-- > 0;) {
      if (!commands[k].words.empty() && commands[k].depth <= command.depth) break;
      input_.fetches = input_.fetches || printed[k].fetches;
      input_.decodes = input_.decodes || printed[k].decodes;
      input_.secrets = input_.secrets || printed[k].secrets;
      input_.environment = input_.environment || printed[k].environment;
    }
    flow_ = input_;
    flow_.files.clear();
    flow_.said.clear();
    one(command);
    printed[i] = std::move(flow_);
  }
}

void ShellReader::add(FlagKind kind, std::string detail, RunHow how) {
  const auto same = [&](const ShellFact& each) { return each.kind == kind && each.how == how; };
  if (out_.facts.size() < kMostFacts && std::ranges::none_of(out_.facts, same))
    out_.facts.push_back({kind, how, std::move(detail)});
}

void ShellReader::one(const ShellCommand& written_as) {
  const ShellCommand command = variables_.expanded(written_as);
  const Words words = started_by(command);
  for (const std::string& file : command.into) written(file);
  if (flow_.fetches) downloaded(command.into);
  node_options(command);
  if (words.empty()) return;
  if (is_assignment(words.front())) return assigned(words);
  const std::string program = program_of(words.front());
  if (!says_only(words, program)) {
    const bool is_background = command.background || std::ranges::any_of(command.words, [](const std::string& word) {
                                 return is_one_of(program_of(word), words::kBackground);
                               });
    if (is_background) add(FlagKind::detached_process, text_of(command));
    paths(command, words, program);
    connected(command, words, program);
    by_program(command, words, program);
  }
  if (command.substituted && flow_.fetches) substituted_ = true;
  if (command.substituted && (flow_.secrets || flow_.environment)) substituted_secrets_ = true;
  // What was put in stands here, and nowhere else.
  if (!command.substituted && has_hole(words)) substituted_secrets_ = false;
}

void ShellReader::by_program(const ShellCommand& command, const Words& words, const std::string& program) {
  if (is_download(program, words)) {
    download(command, words, program);
  } else if (program == "env" || program == "printenv" || (program == "set" && words.size() == 1)) {
    if (words.size() == 1) flow_.environment = true, add(FlagKind::bulk_environment, text_of(command));
  } else if (is_one_of(program, words::kDecoders)) {
    flow_.decodes = flow_.decodes || std::ranges::any_of(words, [](std::string_view word) {
                      return word == "-d" || word == "-D" || word == "--decode" || word == "-r";
                    });
  } else if (is_one_of(program, words::kPackageClients) && client(words)) {
  } else if (is_one_of(program, words::kInterpreters)) {
    interpreter(command, words, program);
  } else {
    other(command, words, program);
  }
}

void ShellReader::assigned(const Words& words) {
  for (const std::string_view word : words)
    if (is_assignment(word)) variables_.assign(word);
}

// What only says, looks, or changes what the commands behind it start from.
bool ShellReader::says_only(const Words& words, std::string_view program) {
  if (program == "export") assigned(words);
  if (program == "for" && words.size() > 3 && words[2] == "in")
    variables_.assign(std::string(words[1]) + "=" + std::string(words[3]));
  if (program == "cd" || program == "pushd" || program == "chdir") {
    const std::string_view to = words.size() > 1 ? words[words[1] == "/d" && words.size() > 2 ? 2 : 1] : "~";
    const bool is_inside = !to.starts_with('/') && to.find_first_of("~$%:\x01") == std::string_view::npos &&
                           !folder_.starts_with('/') && folder_.size() + to.size() < kMostFolder;
    folder_ = is_inside ? folder_ + (folder_.empty() ? "" : "/") + std::string(to) : std::string("/");
    return true;
  }
  if (program == "cat" || program == "type")
    for (std::size_t i = 1; i < words.size() && flow_.files.size() < kMostPrinted; ++i)
      if (!words[i].starts_with('-')) flow_.files.emplace_back(words[i]);
  if (!is_one_of(program, words::kSaysOnly)) return false;
  if (program == "echo" || program == "printf")
    for (std::size_t i = 1; i < words.size() && flow_.said.size() < kMostShellBytes; ++i)
      if (!words[i].starts_with('-')) flow_.said.append(flow_.said.empty() ? "" : " ").append(words[i]);
  return true;
}

void ShellReader::download(const ShellCommand& command, const Words& words, std::string_view program) {
  add(FlagKind::shell_download, text_of(command));
  flow_.fetches = true;
  outputs(words, program);
  downloaded(command.into);
  if (program == "powershell" || program == "pwsh") powershell(command, words);
  if (is_one_of(program, words::kDownloadingStarters)) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  sent(command, words);
}

void ShellReader::downloaded(const std::vector<std::string>& files) {
  for (const std::string& file : files)
    if (downloaded_.size() < 2 * kMostFacts && !is_in(file, downloaded_)) downloaded_.push_back(file);
}

// The files that a download becomes, and the addresses that it names.
void ShellReader::outputs(const Words& words, std::string_view program) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string is = lower(words[i]);
    const bool names_output = words[i] == "-o" || is == "--output" || is == "-outfile" || is == "--output-document" ||
                              (words[i] == "-O" && program == "wget");
    if (names_output && i + 1 < words.size()) downloaded({std::string(words[++i])});
    else if (words[i].starts_with("-o") && words[i].size() > 2 && program == "curl")
      downloaded({std::string(words[i].substr(2))});
    for (const std::string_view address : addresses_in(words[i])) {
      if (downloaded_.size() >= kMostFacts) break;
      out_.addresses.emplace_back(address);
      const std::string_view name = address.substr(address.rfind('/') + 1);
      if (!name.empty()) downloaded_.emplace_back(name);
    }
  }
  if (program == "certutil" && words.size() > 2) downloaded({std::string(words.back())});
}

void ShellReader::powershell(const ShellCommand& command, const Words& words) {
  bool runs = false, is_encoded = false;
  for (const std::string_view word : words) {
    const std::string is = lower(word);
    is_encoded = is_encoded || is.starts_with("-enc") || is == "-e" || is == "-ec";
    runs = runs || is.find("iex") != std::string::npos || is.find("invoke-expression") != std::string::npos ||
           is.find("start-process") != std::string::npos;
  }
  if (is_encoded) add(FlagKind::encoded_payload, text_of(command));
  if (runs) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
}

// Secrets that a request takes along: as a file, as its input, or put into its words.
void ShellReader::sent(const ShellCommand& command, const Words& words) {
  bool gives = substituted_secrets_ && has_hole(words);
  for (std::size_t i = 1; i < words.size() && !gives; ++i) {
    const std::string_view word = words[i], before = words[i - 1];
    const bool is_file = word.find('@') != std::string_view::npos || before == "-T" || before == "--upload-file" ||
                         before == "--post-file" || before == "--body-file" || word.starts_with("-T") ||
                         word.starts_with("--upload-file=") || word.starts_with("--post-file=") ||
                         word.starts_with("--body-file=");
    gives = is_file && names_secret(word);
  }
  gives = gives || input_.secrets || input_.environment || std::ranges::any_of(command.from, names_secret);
  if (gives) add(FlagKind::secrets_sent, text_of(command));
}

// A shell that somebody else gives its commands.
void ShellReader::connected(const ShellCommand& command, const Words& words, std::string_view program) {
  const bool is_shell = is_one_of(program, words::kShells);
  const bool connects = std::ranges::any_of(words, is_connection) || std::ranges::any_of(command.into, is_connection) ||
                        std::ranges::any_of(command.from, is_connection);
  const bool reads = is_shell || program == "eval" || program == "while" || program == "read";
  if ((connects && is_shell) || (is_connected_ && reads))
    add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  if (connects && program == "exec") is_connected_ = true;
  if (is_shell) flow_.by_shell = true;
  if (!is_one_of(program, words::kPipesToOthers)) return;
  bool runs = input_.by_shell;
  for (std::size_t i = 1; i < words.size() && !runs; ++i) {
    const bool is_option = words[i].starts_with('-') && (words[i].ends_with('e') || words[i].ends_with('c') ||
                                                         words[i] == "--exec" || words[i] == "--sh-exec");
    runs = is_option && i + 1 < words.size() && is_one_of(program_of(words[i + 1]), words::kShells);
    const std::string is = lower(words[i]);
    runs = runs || is.starts_with("exec:") || is.starts_with("system:");
  }
  if (runs) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  flow_.fetches = true;
  sent(command, words);
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
  if (moves) written(words.back());
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
  return is_one_of(program, words::kDownloaders) || is_one_of(program, words::kShells) ||
         is_one_of(program, words::kStarters) || is_one_of(program, words::kBackground) ||
         (is_one_of(program, words::kInterpreters) && program.size() > 1) || program == "npm" || program == "crontab" ||
         is_one_of(program, words::kPipesToOthers) || program == "cd" || program == "mkdir" || program == "echo" ||
         program == "cat" || text.starts_with("#!/");
}

}  // namespace cordon::inspect
