// Runs a fuzz target over files without libFuzzer, so that a corpus is an ordinary test: fuzz_<name>_replay PATH...
// A path is a file or a folder. Names the input that crashes or takes too long; prints how many ran.
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" void __sanitizer_set_death_callback(void (*callback)());
// Makes abort() and __builtin_trap() go through the sanitizer's report, and so through the callback.
extern "C" const char* __asan_default_options() { return "handle_abort=1:handle_sigill=1"; }

namespace {

constexpr int kSecondsPerInput = 20;  // of CPU, under sanitizers, on a slow machine

// What the signal handler may touch: the line to print, made before the input runs.
std::array<char, 4096> failure_line;
std::size_t failure_length = 0;

void print_failure(const char* why) {
  const ssize_t ignored = write(STDOUT_FILENO, failure_line.data(), failure_length);
  const ssize_t also_ignored = write(STDOUT_FILENO, why, std::strlen(why));
  (void)ignored, (void)also_ignored;
}

void on_death() { print_failure(": crashed\n"); }

void on_timeout(int) {
  print_failure(": took too long\n");
  _exit(2);
}

void arm(const std::filesystem::path& path) {
  const int length = std::snprintf(failure_line.data(), failure_line.size(), "FAIL %s", path.c_str());
  failure_length = std::min(static_cast<std::size_t>(std::max(length, 0)), failure_line.size() - 1);
  const itimerval limit{.it_interval = {}, .it_value = {.tv_sec = kSecondsPerInput, .tv_usec = 0}};
  setitimer(ITIMER_PROF, &limit, nullptr);
}

// Files of a path, sorted: the order of a folder must not decide what is found.
std::vector<std::filesystem::path> files_of(const char* argument) {
  const std::filesystem::path path(argument);
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return {path};
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path, error))
    if (entry.is_regular_file(error)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

bool run(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    std::printf("FAIL %s: cannot be read\n", path.c_str());
    return false;
  }
  const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  // An exact copy on the heap: reading one byte past it is then an error the sanitizer sees.
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  arm(path);
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s FILE|FOLDER...\n", argv[0]);
    return 2;
  }
  __sanitizer_set_death_callback(on_death);
  signal(SIGPROF, on_timeout);
  std::size_t count = 0;
  bool good = true;
  for (int i = 1; i < argc; ++i) {
    for (const auto& path : files_of(argv[i])) {
      good = run(path) && good;
      ++count;
    }
  }
  const itimerval none{};
  setitimer(ITIMER_PROF, &none, nullptr);
  std::printf("%zu inputs\n", count);
  return good && count > 0 ? 0 : 1;
}
