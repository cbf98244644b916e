#include "inspect/shell_facts.h"

#include <algorithm>

#include "inspect/paths.h"
#include "inspect/shell.h"
#include "inspect/words.h"

namespace cordon::inspect {
namespace {

using words::is_one_of;

constexpr std::size_t kMostNested = 16, kMostFacts = 64;

std::string text_of(const ShellCommand& command) {
  std::string out;
  for (const std::string& word : command.words) {
    out.append(out.empty() ? "" : " ").append(word);
    if (out.size() > 400) break;
  }
  return out;
}

bool has_script_ending(std::string_view word) {
  for (const std::string_view ending :
       {".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".sh", ".bash", ".py", ".rb", ".pl", ".ps1", ".bat", ".cmd"})
    if (word.size() > ending.size() && word.ends_with(ending)) return true;
  return false;
}

bool is_in(std::string_view word, const std::vector<std::string>& list) {
  if (word.starts_with("./")) word.remove_prefix(2);
  return std::ranges::any_of(list, [&](std::string_view each) {
    if (each.starts_with("./")) each.remove_prefix(2);
    return each == word;
  });
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

class Reader {
 public:
  ShellReading run(std::string_view text) {
    pending_.emplace_back(text);
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      bool complete = true;
      const std::string each = std::move(pending_[i]);
      const std::vector<ShellCommand> commands = split_shell(each, complete);
      out_.is_complete = out_.is_complete && complete;
      fetches_ = decodes_ = secrets_ = environment_ = substituted_ = false;
      for (const ShellCommand& command : commands) one(command);
    }
    return std::move(out_);
  }

 private:
  void add(FlagKind kind, std::string detail, RunHow how = RunHow::none) {
    const auto same = [&](const ShellFact& each) { return each.kind == kind && each.how == how; };
    if (out_.facts.size() < kMostFacts && std::ranges::none_of(out_.facts, same))
      out_.facts.push_back({kind, how, std::move(detail)});
  }

  void nest(std::string_view text) {
    if (pending_.size() < kMostNested) pending_.emplace_back(text);
    else out_.is_complete = false;
  }

  void one(const ShellCommand& command) {
    const std::vector<std::string_view> words = started_by(command);
    if (!command.piped) fetches_ = decodes_ = secrets_ = environment_ = false;
    for (const std::string& file : command.into) written(file);
    if (fetches_) downloaded_.insert(downloaded_.end(), command.into.begin(), command.into.end());
    if (words.empty()) return;
    const std::string program = program_of(words.front());
    if (is_one_of(program, words::kSaysOnly)) return;
    const bool is_background = command.background || std::ranges::any_of(command.words, [](const std::string& word) {
                                 return is_one_of(program_of(word), words::kBackground);
                               });
    if (is_background) add(FlagKind::detached_process, text_of(command));
    paths(command, words, program);
    if (is_download(program, words)) download(command, words, program);
    else if (program == "env" || program == "printenv" || (program == "set" && words.size() == 1)) {
      if (words.size() == 1) environment_ = true, add(FlagKind::bulk_environment, text_of(command));
    } else if (is_one_of(program, words::kDecoders)) {
      decodes_ = decodes_ || std::ranges::any_of(words, [](std::string_view word) {
                   return word == "-d" || word == "-D" || word == "--decode" || word == "-r";
                 });
    } else if (is_one_of(program, words::kPackageClients) && client(words)) {
    } else if (is_one_of(program, words::kInterpreters)) {
      interpreter(command, words, program);
    } else {
      other(command, words, program);
    }
    if (command.substituted && fetches_) substituted_ = true;
  }

  static bool is_download(std::string_view program, const std::vector<std::string_view>& words) {
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

  void download(const ShellCommand& command, const std::vector<std::string_view>& words, std::string_view program) {
    add(FlagKind::shell_download, text_of(command));
    fetches_ = true;
    for (std::size_t i = 1; i < words.size(); ++i) {
      const std::string is = lower(words[i]);
      const bool names_output = words[i] == "-o" || is == "--output" || is == "-outfile" || is == "--output-document" ||
                                (words[i] == "-O" && program == "wget");
      if (names_output && i + 1 < words.size()) downloaded_.emplace_back(words[++i]);
      else if (words[i].starts_with("-o") && words[i].size() > 2 && program == "curl")
        downloaded_.emplace_back(words[i].substr(2));
      for (const std::string_view address : addresses_in(words[i])) {
        if (downloaded_.size() >= kMostFacts) break;
        out_.addresses.emplace_back(address);
        const std::string_view name = address.substr(address.rfind('/') + 1);
        if (!name.empty()) downloaded_.emplace_back(name);
      }
    }
    if (program == "certutil" && words.size() > 2) downloaded_.emplace_back(words.back());
    downloaded_.insert(downloaded_.end(), command.into.begin(), command.into.end());
    if (program == "powershell" || program == "pwsh") powershell(command, words);
    if (is_one_of(program, words::kDownloadingStarters))
      add(FlagKind::download_and_run, text_of(command), RunHow::shell);
    const bool sends_file = std::ranges::any_of(words, [](std::string_view word) {
      return word.find('@') != std::string_view::npos && !path_in(word, words::kSecretPaths).empty();
    });
    if (sends_file || ((secrets_ || environment_) && command.piped)) add(FlagKind::secrets_sent, text_of(command));
  }

  void powershell(const ShellCommand& command, const std::vector<std::string_view>& words) {
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

  // npm run x, npm publish. False where the words after it are a program's, as of "bun x.js".
  bool client(const std::vector<std::string_view>& words) {
    std::size_t at = 1;
    while (at < words.size() && words[at].starts_with('-')) ++at;
    if (at == words.size()) return false;
    const std::string_view verb = words[at];
    const std::string_view next = at + 1 < words.size() ? words[at + 1] : std::string_view();
    const std::string whole = std::string(program_of(words.front())) + " " + std::string(verb);
    if (verb == "run" || verb == "run-script" || verb == "rum") {
      if (program_of(words.front()) == "bun" && has_script_ending(next)) return false;
      if (!next.empty()) out_.scripts.emplace_back(next);
    } else if (verb == "publish") {
      add(FlagKind::publish, whole);
    } else if (verb == "token" || verb == "whoami") {
      add(FlagKind::token_read, whole);
    } else if (verb == "exec" || verb == "explore" || verb == "x" || verb == "dlx") {
      out_.programs.emplace_back(next);
    } else if (verb == "install" || verb == "i" || verb == "add") {
      if (next == "bun" || next == "deno") add(FlagKind::second_runtime, whole + " " + std::string(next));
      out_.programs.push_back(whole);
    } else if (program_of(words.front()) == "bun") {
      return false;
    } else {
      out_.scripts.emplace_back(verb);  // "yarn build", "npm test"
    }
    return true;
  }

  void interpreter(const ShellCommand& command, const std::vector<std::string_view>& words, std::string_view program) {
    const bool is_shell = is_one_of(program, words::kShells);
    std::string_view file;
    bool gives_code = false;
    for (std::size_t i = 1; i < words.size() && file.empty() && !gives_code; ++i) {
      const std::string is = lower(words[i]);
      const std::string_view next = i + 1 < words.size() ? words[i + 1] : std::string_view();
      if (is_shell && (is == "-c" || is == "/c" || is == "-command" || is == "/k" || is == "-lc" || is == "-ic")) {
        gives_code = true;
        std::string rest;
        for (std::size_t k = i + 1; k < words.size(); ++k) {
          rest.append(rest.empty() ? "" : " ").append(words[k]);
          if (program != "cmd" && !program.starts_with("p")) break;
        }
        nest(rest);
      } else if (is == "-e" || is == "-p" || is == "-pe" || is == "--eval" || is == "--print" || is == "-c") {
        gives_code = true;
        if (program == "node" || program == "nodejs" || program == "bun") out_.code.emplace_back(next);
      } else if (is == "-r" || is == "--require" || is == "--import" || is == "--loader") {
        if (next.starts_with('.')) out_.files.emplace_back(next);
        ++i;
      } else if (is == "run" && (program == "deno" || program == "bun")) {
      } else if (!words[i].starts_with('-') && !(program == "cmd" && words[i].starts_with('/'))) {
        file = words[i];
      }
    }
    const bool is_dash = file.empty() && !gives_code;
    if (command.piped && (is_dash || file == "-" || file == "/dev/stdin")) {
      if (fetches_) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
      if (decodes_) add(FlagKind::encoded_payload, text_of(command));
    }
    const bool takes_hole =
        std::ranges::any_of(words, [](std::string_view word) { return word.find(kHole) != std::string_view::npos; });
    if (substituted_ && takes_hole) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
    if (program == "eval" && words.size() > 1 && words[1].find(kHole) == std::string_view::npos) nest(words[1]);
    if (file.empty() || file == "-") return;
    if (is_in(file, downloaded_)) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
    else if (file.find(kHole) == std::string_view::npos || file != std::string_view(&kHole, 1))
      out_.files.emplace_back(file);
  }

  void other(const ShellCommand& command, const std::vector<std::string_view>& words, std::string_view program) {
    if (is_in(words.front(), downloaded_)) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
    else if (program == "chmod" &&
             std::ranges::any_of(words, [&](std::string_view word) { return is_in(word, downloaded_); }))
      add(FlagKind::download_and_run, text_of(command), RunHow::permitted);
    else if (words.front().starts_with("./") || words.front().starts_with("../") || has_script_ending(words.front()))
      out_.files.emplace_back(words.front());
    else if (program == "gh" && words.size() > 2 && words[1] == "auth" && words[2] == "token")
      add(FlagKind::token_read, text_of(command));
    else if ((program == "crontab" && words.size() > 1 && words[1] != "-l") || program == "schtasks" ||
             (program == "launchctl" && words.size() > 1 && (words[1] == "load" || words[1] == "bootstrap")) ||
             (program == "systemctl" && std::ranges::find(words, "enable") != words.end()))
      add(FlagKind::outside_write, text_of(command));
    else if (program == "reg" && text_of(command).find("CurrentVersion") != std::string::npos)
      add(FlagKind::outside_write, text_of(command));
    else if (words.front().find(kHole) == std::string_view::npos) out_.programs.emplace_back(words.front());
  }

  // What it names as secrets, writes to and removes.
  void paths(const ShellCommand& command, const std::vector<std::string_view>& words, std::string_view program) {
    for (const std::string_view word : words) {
      if (const std::string_view secret = path_in(word, words::kSecretPaths); !secret.empty()) {
        secrets_ = true;
        add(std::ranges::find(words::kTokenPaths, secret) != std::end(words::kTokenPaths) ? FlagKind::token_read
                                                                                          : FlagKind::secret_path,
            std::string(secret));
      }
      for (const std::string_view host : words::kMetadataHosts)
        if (word.find(host) != std::string_view::npos) secrets_ = true, add(FlagKind::secret_path, std::string(host));
      for (const std::string_view source : words::kRuntimeSources)
        if (word.find(source) != std::string_view::npos)
          add(FlagKind::second_runtime, std::string(word.substr(0, 200)));
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

  void written(std::string_view file) {
    if (const std::string_view control = path_in(file, words::kControlPaths); !control.empty())
      add(FlagKind::outside_write, std::string(file.substr(0, 200)));
    if (!path_in(file, words::kHookPaths).empty()) add(FlagKind::git_hook_write, std::string(file.substr(0, 200)));
    if (file == "package.json" || file.ends_with("/package.json"))
      add(FlagKind::manifest_write, std::string(file.substr(0, 200)));
  }

  std::vector<std::string> pending_, downloaded_;
  bool fetches_ = false, decodes_ = false, secrets_ = false, environment_ = false, substituted_ = false;
  ShellReading out_;
};

}  // namespace

ShellReading read_shell(std::string_view text) { return Reader().run(text); }

bool may_be_command(std::string_view text) {
  if (text.size() < 8 || text.size() > kMostShellBytes) return false;
  const std::size_t begin = text.find_first_not_of(" \t\r\n(");
  if (begin == std::string_view::npos) return false;
  text.remove_prefix(begin);
  const std::size_t end = std::min(text.find_first_of(" \t\r\n;|&"), text.size());
  if (end == text.size()) return false;
  const std::string program = program_of(text.substr(0, end));
  return is_one_of(program, words::kDownloaders) || is_one_of(program, words::kShells) ||
         is_one_of(program, words::kStarters) || is_one_of(program, words::kBackground) ||
         (is_one_of(program, words::kInterpreters) && program.size() > 1) || program == "npm" || program == "crontab" ||
         program == "cd" || program == "mkdir" || program == "echo" || program == "cat" || text.starts_with("#!/");
}

}  // namespace cordon::inspect
