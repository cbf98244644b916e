// The reader's part that knows what a command starts: scripts, files and code of the package, and programs of others.
#include <algorithm>
#include <utility>

#include "inspect/paths.h"
#include "inspect/shell_reader.h"
#include "inspect/words.h"

namespace cordon::inspect {
namespace {

using words::is_one_of;

constexpr std::size_t kMostElse = 2, kMostVerbs = 16;

bool is_option(std::string_view word) { return word.size() > 1 && word.front() == '-'; }

std::string with_blanks(const std::vector<std::string_view>& words, std::size_t first) {
  std::string out;
  for (std::size_t i = first; i < words.size(); ++i) out.append(i == first ? "" : " ").append(words[i]);
  return out;
}

bool is_powershell(std::string_view program) { return program == "powershell" || program == "pwsh"; }

// "-c" and what begins like "-Command" for PowerShell.
bool takes_commands(std::string_view program, const std::string& option) {
  if (is_powershell(program) && option.size() > 1 && std::string_view("-command").starts_with(option)) return true;
  return option == "-c" || option == "/c" || option == "-command" || option == "/k" || option == "-lc" ||
         option == "-ic";
}

bool is_address(std::string_view word) {
  const std::size_t scheme = word.find("://");
  return scheme != std::string_view::npos && scheme > 0 && !word.starts_with("file:") &&
         word.substr(0, scheme).find_first_of("=\"' \x01") == std::string_view::npos;
}

// Options of package clients whose value may be an address that nothing is run from.
bool takes_address(std::string_view option) {
  if (option.find('=') != std::string_view::npos) return false;
  for (const std::string_view ending : {"registry", "proxy", "url", "mirror", "host", "referer", "cafile"})
    if (option.starts_with("--") && option.ends_with(ending)) return true;
  return false;
}

// Options of "npx" and "npm exec" that have a value.
bool has_value(std::string_view option) {
  return option == "-p" || option == "--package" || option == "-c" || option == "--call" || option == "-w" ||
         takes_address(option);
}

}  // namespace

Starter starter_of(std::string_view program) {
  if (program == "cmd") return Starter::itself;
  if (is_one_of(program, words::kShells) || program == "source" || program == ".") return Starter::shell;
  if (is_one_of(program, words::kNodes)) return Starter::node;
  return program == "wscript" || program == "cscript" ? Starter::named : Starter::other;
}

std::string joined(const std::vector<std::string_view>& words, std::size_t first) {
  std::string out;
  for (std::size_t i = first; i < words.size(); ++i) out.append(out.empty() ? "" : " ").append(as_word(words[i]));
  return out;
}

bool has_script_ending(std::string_view word) {
  for (const std::string_view ending :
       {".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".sh", ".bash", ".py", ".rb", ".pl", ".ps1", ".bat", ".cmd"})
    if (word.size() > ending.size() && word.ends_with(ending)) return true;
  return false;
}

void ShellReader::nest(std::string_view text) {
  // What is nothing but a variable says nothing.
  if (text.starts_with('$') && text.find_first_of(" ;|&(") == std::string_view::npos) return;
  nested_bytes_ += text.size();
  if (pending_.size() <= limits_.nested && nested_bytes_ <= 4 * limits_.bytes)
    pending_.push_back({std::string(text), folder_});
  else out_.is_complete = false;
}

void ShellReader::add_script(std::string_view name) {
  if (out_.scripts.size() < kMostStarted) out_.scripts.emplace_back(name);
  else out_.is_complete = false;
}

// A file, an address that is none, or what a command before put there.
void ShellReader::start(std::string_view name, Starter by, std::vector<std::string> or_else) {
  const auto said = said_in_.find(plain_path(name));
  if (said != said_in_.end() && by == Starter::node) keep_code(out_.code, said->second);
  else if (said != said_in_.end()) nest(said->second);
  else add_file(name, by, std::move(or_else));
}

void ShellReader::from_address(const ShellCommand& command, std::string_view address) {
  for (const std::string_view each : addresses_in(address)) out_.addresses.emplace_back(each);
  add(FlagKind::shell_download, text_of(command));
  add(FlagKind::download_and_run, text_of(command), RunHow::shell);
}

// "npx --package=https://… x" and "npx https://…" fetch what they run.
void ShellReader::runner(const ShellCommand& command) {
  const auto begin = std::ranges::find_if(command.words, [](const std::string& word) {
    const std::string program = program_of(word);
    return program == "npx" || program == "bunx" || program == "pnpx";
  });
  if (begin == command.words.end()) return;
  for (auto word = begin + 1; word != command.words.end(); ++word) {
    std::string_view each = *word;
    if (each.starts_with("--package=")) each.remove_prefix(10);
    const bool is_value = takes_address(*(word - 1));
    if (is_address(each) && !is_value) from_address(command, each);
    if (!word->starts_with('-') && !has_value(*(word - 1))) return;
  }
}

// What "npm install https://…" and "npm exec https://…" name is fetched, and its scripts run. `at`: of the verb.
void ShellReader::installs(const ShellCommand& command, const Words& words, std::size_t at) {
  const bool runs_one = words[at] == "exec" || words[at] == "x" || words[at] == "dlx";
  for (std::size_t i = at + 1; i < words.size(); ++i) {
    std::string_view each = words[i];
    if (runs_one && each.starts_with("--package=")) each.remove_prefix(10);
    if (is_address(each) && !takes_address(words[i - 1])) from_address(command, each);
    if (runs_one && !is_option(words[i]) && !has_value(words[i - 1])) return;
  }
}

void ShellReader::add_file(std::string_view name, Starter by, std::vector<std::string> or_else) {
  if (out_.files.size() >= kMostStarted) out_.is_complete = false;
  else out_.files.push_back({std::string(name), by, folder_, std::move(or_else)});
}

// npm run x, npm publish. False where the words after it are a program's, as of "bun x.js".
bool ShellReader::client(const ShellCommand& command, const Words& words) {
  bool is_client = false;
  Verbs seen;
  for (std::size_t at = 1; at < words.size(); ++at) {
    if (is_option(words[at])) continue;
    // Behind an option stands its value, or the verb.
    const bool is_unsure = is_option(words[at - 1]);
    const bool is_verb = is_one_of(words[at], words::kClientVerbs);
    if (is_unsure && !is_verb && at + 1 < words.size()) continue;
    if (++seen.count > kMostVerbs) {
      out_.is_complete = false;
      break;
    }
    if (!verb(command, words, at, seen)) return is_client;
    is_client = true;
    if (!is_unsure) break;
  }
  return is_client;
}

bool ShellReader::verb(const ShellCommand& command, const Words& words, std::size_t at, Verbs& seen) {
  const std::string program = program_of(words.front());
  const std::string_view verb = words[at];
  std::size_t next_at = at + 1;
  while (next_at < words.size() && words[next_at].starts_with('-')) ++next_at;
  const std::string_view next = next_at < words.size() ? words[next_at] : std::string_view();
  const std::string whole = program + " " + std::string(verb);
  if (verb == "run" || verb == "run-script" || verb == "rum" || verb == "urn") {
    if (program == "bun" && (has_script_ending(next) || words.back() == "-")) return false;
    if (!next.empty()) add_script(next);
    // What was taken for the script may be an option's value.
    if (next_at > at + 1 && next_at + 1 < words.size() && words[next_at + 1] != "--") add_script(words[next_at + 1]);
  } else if (verb == "publish") {
    add(FlagKind::publish, whole);
  } else if (verb == "token" || verb == "whoami") {
    add(FlagKind::token_read, whole);
  } else if (verb == "exec" || verb == "explore" || (verb == "x" && program != "yarn") || verb == "dlx") {
    out_.programs.emplace_back(next);
    // The words of the first hold those of the next.
    if (std::exchange(seen.runs, true)) return true;
    installs(command, words, at);
    if (next_at < words.size()) nest(joined(words, next_at));
  } else if (verb == "install" || verb == "i" || verb == "add") {
    if (next == "bun" || next == "deno") add(FlagKind::second_runtime, whole + " " + std::string(next));
    out_.programs.push_back(whole);
    if (!std::exchange(seen.installs, true)) installs(command, words, at);
  } else if (program == "bun") {
    return false;
  } else {
    add_script(verb == "t" || verb == "tst" ? "test" : verb);  // "yarn build", "npm test"
  }
  return true;
}

// What an option has Node load or run. True where its value is not the file that is started.
bool ShellReader::option(const ShellCommand& command, std::string_view option, std::string_view value, Starter by) {
  if (by != Starter::node) return false;
  if (option == "-r" || option == "--require" || option == "--import" || option == "--loader" ||
      option == "--experimental-loader" || option == "--preload") {
    const bool is_path = value.starts_with('.') || value.starts_with('/') || value.starts_with("file:") ||
                         value.find_first_of("$%\x01") != std::string_view::npos;
    if (value.starts_with("data:")) keep_code(out_.code, text_of_data(value));
    else if (is_address(value) || is_downloaded(value)) from_address(command, value);
    else if (is_path) start(value, Starter::node, {});
    return true;
  }
  if (option == "--run") {
    if (!value.empty()) add_script(value);
    return true;
  }
  return false;
}

void ShellReader::node_options(const ShellCommand& command) {
  for (const std::string& word : command.words) {
    std::string_view left = word;
    if (!left.starts_with("NODE_OPTIONS=")) continue;
    left.remove_prefix(left.find('=') + 1);
    std::string_view before;
    while (!left.empty()) {
      const std::string_view each = left.substr(0, left.find(' '));
      left.remove_prefix(std::min(each.size() + 1, left.size()));
      const std::size_t equals = each.starts_with("--") ? each.find('=') : std::string_view::npos;
      if (equals != std::string_view::npos)
        option(command, each.substr(0, equals), each.substr(equals + 1), Starter::node);
      else option(command, before, each, Starter::node);
      before = equals == std::string_view::npos ? each : std::string_view();
    }
  }
}

ShellReader::Given ShellReader::given(const ShellCommand& command, const Words& words, std::string_view program) {
  const Starter by = starter_of(program);
  const bool is_shell = is_one_of(program, words::kShells);
  Given out;
  for (std::size_t i = 1; i < words.size() && out.file.empty() && !out.code; ++i) {
    const std::size_t equals = words[i].starts_with("--") ? words[i].find('=') : std::string_view::npos;
    const std::string_view name = words[i].substr(0, equals);
    const bool has_value = equals != std::string_view::npos;
    const std::string_view next = has_value              ? words[i].substr(equals + 1)
                                  : i + 1 < words.size() ? words[i + 1]
                                                         : std::string_view();
    const std::string is = lower(name);
    const bool is_file = !words[i].starts_with('-') && !(program == "cmd" && words[i].starts_with('/'));
    // PowerShell takes what is no file for commands.
    const bool is_said =
        is_powershell(program) && is_file && !lower(words[i]).ends_with(".ps1") && !is_option(words[i - 1]);
    if (is_said) nest(with_blanks(words, i)), out.code = true;
    else if (is_shell && takes_commands(program, is)) {
      out.code = true;
      std::string rest;
      for (std::size_t k = i + 1; k < words.size(); ++k) {
        rest.append(rest.empty() ? "" : " ").append(words[k]);
        if (program != "cmd" && !program.starts_with("p")) break;
      }
      out.has_hole = rest.find(kHole) != std::string::npos;
      out.text = next;
      nest(rest);
      flow_.fetches = flow_.fetches || fetches(rest);
    } else if (is_shell && is == "-s") {
      break;  // what stands behind it are arguments
    } else if (name == "-e" || name == "-p" || is == "-pe" || name == "--eval" || name == "--print" ||
               (by == Starter::other && (name == "-c" || name == "-m" || name == "-r"))) {
      out.code = true;
      out.has_hole = next.find(kHole) != std::string_view::npos;
      if (by == Starter::node) keep_code(out_.code, next);
      else if (by == Starter::other && name != "-m") {
        keep_code(out_.unread, next);
        in_texts(next);
      }
    } else if (is == "eval" && program == "deno") {
      out.code = true;
      keep_code(out_.code, next);
    } else if (option(command, name, next, by)) {
      out.code = out.code || name == "--run";
      if (!has_value) ++i;
    } else if (is == "run" && (program == "deno" || program == "bun")) {
    } else if (is_file) {
      out.file = words[i];
      for (std::size_t k = i + 1; is_option(words[i - 1]) && k < words.size() && out.or_else.size() < kMostElse; ++k)
        if (!words[k].starts_with('-')) out.or_else.emplace_back(words[k]);
    }
  }
  return out;
}

// The texts in code of another language that are commands: "os.system('…')".
void ShellReader::in_texts(std::string_view code) {
  for (std::size_t at = code.find_first_of("'\""); at != std::string_view::npos; at = code.find_first_of("'\"", at)) {
    const std::size_t end = code.find(code[at], at + 1);
    if (end == std::string_view::npos) return;
    const std::string_view text = code.substr(at + 1, end - at - 1);
    if (may_be_command(text)) nest(text);
    at = end + 1;
  }
}

void ShellReader::interpreter(const ShellCommand& command, const Words& words, std::string_view program) {
  const Given found = given(command, words, program);
  const std::string_view file = found.file;
  const bool is_dash = file.empty() && !found.code;
  if (is_dash || is_own_input(file)) input(command, program);
  const bool takes_hole =
      found.has_hole || (program == "eval" && has_hole(words)) || (!file.empty() && file.front() == kHole);
  if (substituted_ && takes_hole) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  if (inner_[command.level + 1].decodes && takes_hole) add(FlagKind::encoded_payload, text_of(command));
  // "while read x; do eval $x; done" of what a pipe leads into it.
  const std::string_view code = program == "eval" && words.size() > 1 ? words[1] : found.text;
  if (command.group != 0 && input_.fetches && code.starts_with('$'))
    add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  if (command.group != 0 && input_.said && code.starts_with('$')) nest(*input_.said);
  if (program == "eval") {
    if (words.size() > 1) nest(with_blanks(words, 1));
    return;
  }
  if (file.empty() || is_own_input(file)) return;
  // npm's own program, by the variable that names it.
  if (file == kNpmProgram && client(command, Words(std::ranges::find(words, file), words.end()))) return;
  const Starter by = starter_of(program);
  const auto asks = [&](const std::string& each) {
    return program == "deno" && is_address(each) && !has_script_ending(file);
  };
  if ((by == Starter::node && is_address(file)) || std::ranges::any_of(found.or_else, asks))
    return from_address(command, asks(std::string(file)) || found.or_else.empty() ? file : found.or_else.front());
  const bool is_fetched = is_downloaded(file) || std::ranges::any_of(found.or_else, [&](const std::string& each) {
                            return is_downloaded(each);
                          });
  if (is_fetched) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  else start(file, by, found.or_else);
}

void ShellReader::other(const ShellCommand& command, const Words& words, std::string_view program) {
  const std::string_view first = words.front();
  const bool is_path = first.find('/') != std::string_view::npos && first.find_first_of("/~@$%\x01") != 0;
  if (is_downloaded(first)) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  else if (program == "chmod" && std::ranges::any_of(words, [&](std::string_view word) { return is_downloaded(word); }))
    add(FlagKind::download_and_run, text_of(command), RunHow::permitted);
  else if (is_address(first)) return;
  else if (is_path || has_script_ending(first) || said_in_.contains(plain_path(first)))
    start(first, Starter::itself, {});
  else if (program == "xargs") by_arguments(command, words);
  else if (program == "trap" && words.size() > 1) nest(words[1]);
  else if (program == "make" || program == "gmake") {
    add_file("Makefile", Starter::other);
    out_.programs.emplace_back(first);
  } else if (program == "pymod_do_main" && words.size() > 1) add_file(std::string(words[1]) + ".py", Starter::other);
  else if (is_one_of(program, words::kScriptRunners)) {
    for (std::size_t i = 1; i < words.size() && words[i] != "--"; ++i)
      if (!words[i].starts_with('-')) add_script(words[i]);
  } else if (program == "gh" && words.size() > 2 && words[1] == "auth" && words[2] == "token")
    add(FlagKind::token_read, text_of(command));
  else if ((program == "crontab" && words.size() > 1 && words[1] != "-l") || program == "schtasks" ||
           (program == "launchctl" && words.size() > 1 && (words[1] == "load" || words[1] == "bootstrap")) ||
           (program == "systemctl" && std::ranges::find(words, "enable") != words.end()))
    add(FlagKind::outside_write, text_of(command));
  else if (program == "reg" && text_of(command).find("CurrentVersion") != std::string::npos)
    add(FlagKind::outside_write, text_of(command));
  else if (first.find(kHole) == std::string_view::npos) {
    out_.programs.emplace_back(first);
    in_arguments(words);
  }
}

// What a program of others is given to run: "find . -exec sh -c '…'", "su -c '…'", "concurrently '…' '…'".
void ShellReader::in_arguments(const Words& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool is_shell = is_one_of(program_of(words[i]), words::kShells);
    if (is_shell && i + 2 < words.size() && takes_commands(words[i], lower(words[i + 1]))) return nest(words[i + 2]);
    if (words[i].find(' ') != std::string_view::npos && may_be_command(words[i])) nest(words[i]);
  }
}

}  // namespace cordon::inspect
