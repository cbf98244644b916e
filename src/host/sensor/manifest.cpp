#include "host/sensor/manifest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "base/json.h"
#include "base/os/file_descriptor.h"

namespace cordon::host {

namespace {
constexpr std::size_t kManifestBytes = 1U << 20;
}

std::optional<Manifest> read_manifest(std::string_view folder) {
  std::string path = std::string(folder) + "/package.json";
  // A FIFO or device in its place must not hold the sensor up.
  os::FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat about{};
  if (!file.valid() || fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
  std::string text(kManifestBytes + 1, '\0');
  std::size_t length = 0;
  while (length < text.size()) {
    ssize_t count = ::read(file.get(), text.data() + length, text.size() - length);
    if (count < 0) return std::nullopt;
    if (count == 0) break;
    length += static_cast<std::size_t>(count);
  }
  if (length > kManifestBytes) return std::nullopt;
  text.resize(length);
  auto document = json::parse(std::move(text));
  if (!document) return std::nullopt;
  Manifest manifest{std::string(document->root()["name"].text()), std::string(document->root()["version"].text())};
  if (manifest.name.empty()) return std::nullopt;
  return manifest;
}

}  // namespace cordon::host
