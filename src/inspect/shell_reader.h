// Reads the commands of a text one behind the other and knows what flows from one into the next. Of this module alone;
// shell_facts.h is the door.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/shell.h"
#include "inspect/shell_facts.h"
#include "inspect/shell_variables.h"

namespace cordon::inspect {

class ShellReader {
 public:
  explicit ShellReader(const ShellLimits& limits) : limits_(limits) {}

  ShellReading run(std::string_view text);

 private:
  using Words = std::vector<std::string_view>;
  struct Pending {
    std::string text, folder;
  };
  // What a command prints.
  struct Flow {
    bool fetches = false, decodes = false, secrets = false, environment = false, by_shell = false;
    bool is_altered = false;  // `said` went through a filter
    // Many commands may read the same: what is long stands there once. Null where there is nothing.
    std::shared_ptr<const std::vector<std::string>> files;  // of the package
    std::shared_ptr<const std::string> said;

    void take(const Flow& other);  // what both do; not what they print word by word
  };
  // What the commands of a substitution did, for the command around it.
  struct Inner {
    bool fetches = false, decodes = false, by_shell = false;
    std::vector<std::shared_ptr<const std::string>> said;
  };
  class Groups;
  // What was taken for verbs of a package client, in one command.
  struct Verbs {
    std::size_t count = 0;
    bool installs = false, runs = false;
  };
  // What the words of an interpreter give it.
  struct Given {
    std::string_view file, text;  // text: of a shell, as a word gives it
    std::vector<std::string> or_else;
    bool code = false, has_hole = false;  // code in its words
  };

  void add(FlagKind kind, std::string detail, RunHow how = RunHow::none);
  void nest(std::string_view text);
  void add_script(std::string_view name);
  void add_file(std::string_view name, Starter by, std::vector<std::string> or_else = {});

  void text(const std::vector<ShellCommand>& commands);
  void one(const ShellCommand& written_as);
  ShellCommand filled(const ShellCommand& written_as) const;
  void leave(const ShellCommand& command, const Words& words);
  void by_program(const ShellCommand& command, const Words& words, const std::string& program);
  bool says_only(const Words& words, std::string_view program);
  void assigned(const Words& words);

  // shell_downloads.cpp: what it fetches and gives away
  void download(const ShellCommand& command, const Words& words, std::string_view program);
  void downloaded(const std::vector<std::string>& files);
  bool is_downloaded(std::string_view word) const;
  void moved(const Words& words);
  bool fetches(std::string_view text);
  void powershell(const ShellCommand& command, const Words& words);
  bool is_secret_file(std::string_view word) const;
  void sent(const ShellCommand& command, const Words& words);
  void connected(const ShellCommand& command, const Words& words, std::string_view program);

  // shell_facts.cpp: what it writes, and the secrets that it names
  void paths(const ShellCommand& command, const Words& words, std::string_view program);
  void written(std::string_view file);

  // shell_flows.cpp: what it reads and says
  void printed(const ShellCommand& command, const Words& words, const std::string& program);
  void of_group(const ShellCommand& command);
  void said_into(const std::vector<std::string>& files, std::string_view said);
  bool may_keep(std::string_view said);
  void keep_code(std::vector<std::string>& list, std::string_view code);
  void documents(const ShellCommand& command, std::string_view program);
  void input(const ShellCommand& command, std::string_view program);
  void by_arguments(const ShellCommand& command, const Words& words);

  // shell_starts.cpp: what it starts
  void from_address(const ShellCommand& command, std::string_view address);
  void runner(const ShellCommand& command);
  void installs(const ShellCommand& command, const Words& words, std::size_t at);
  bool client(const ShellCommand& command, const Words& words);
  bool verb(const ShellCommand& command, const Words& words, std::size_t at, Verbs& seen);
  void interpreter(const ShellCommand& command, const Words& words, std::string_view program);
  Given given(const ShellCommand& command, const Words& words, std::string_view program);
  void start(std::string_view name, Starter by, std::vector<std::string> or_else);
  bool option(const ShellCommand& command, std::string_view option, std::string_view value, Starter by);
  void in_texts(std::string_view code);
  void in_arguments(const Words& words);
  void node_options(const ShellCommand& command);
  void other(const ShellCommand& command, const Words& words, std::string_view program);

  const ShellLimits& limits_;
  std::vector<Pending> pending_;
  std::size_t nested_bytes_ = 0, kept_bytes_ = 0;
  using Files = std::set<std::string, std::less<>>;
  Files downloaded_, secret_files_;                          // that hold what was fetched, and secrets
  std::map<std::string, std::string, std::less<>> said_in_;  // files that hold what a command said
  std::vector<Inner> inner_;                                 // by levels
  Flow input_, flow_;                                        // what the command reads, and what it prints
  // What a substitution before gives the command that it stands in.
  bool substituted_ = false, substituted_secrets_ = false;
  bool is_connected_ = false;  // a shell's own input is somebody else's
  std::string folder_;         // that commands went to; begins with a slash where that is none of the package's
  ShellVariables variables_;
  ShellReading out_;
};

inline constexpr std::size_t kMostStarted = 512;

std::string text_of(const ShellCommand& command);
Starter starter_of(std::string_view program);
// The words from `first` on, each as a shell reads it back.
std::string joined(const std::vector<std::string_view>& words, std::size_t first);
// That "tee a" and "dd of=a" write.
std::vector<std::string> files_of(const std::vector<std::string_view>& words);
// "-", "/dev/stdin": what is read is the command's own input.
bool is_own_input(std::string_view file);
bool has_script_ending(std::string_view word);
bool has_hole(const std::vector<std::string_view>& words);
// Without "./", and with slashes.
std::string plain_path(std::string_view word);
bool is_download(std::string_view program, const std::vector<std::string_view>& words);
std::string lower(std::string_view text);

}  // namespace cordon::inspect
