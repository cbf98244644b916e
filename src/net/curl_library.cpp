#include "net/curl_library.h"

#include <dlfcn.h>

#include <string>

namespace cordon::net {
namespace {

constexpr const char* kLibrary = "libcurl.so.4";
constexpr unsigned kOldest = 0x075500;  // 7.85: protocols by name (CURLOPT_PROTOCOLS_STR)

Result<CurlLibrary> open_library() {
  void* handle = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr)
    return fail(ErrorCode::not_found,
                std::string("fetching needs ") + kLibrary + ", which is not here: install libcurl4");
  CurlLibrary library;
  const char* missing = nullptr;
  const auto find = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(handle, name));
    if (function == nullptr) missing = name;
  };
  decltype(&::curl_global_init) global_init = nullptr;
  decltype(&::curl_version_info) version_info = nullptr;
  find(global_init, "curl_global_init");
  find(version_info, "curl_version_info");
  find(library.easy_init, "curl_easy_init");
  find(library.easy_cleanup, "curl_easy_cleanup");
  find(library.easy_reset, "curl_easy_reset");
  find(library.easy_setopt, "curl_easy_setopt");
  find(library.easy_perform, "curl_easy_perform");
  find(library.easy_getinfo, "curl_easy_getinfo");
  find(library.easy_strerror, "curl_easy_strerror");
  find(library.slist_append, "curl_slist_append");
  find(library.slist_free_all, "curl_slist_free_all");
  find(library.url, "curl_url");
  find(library.url_cleanup, "curl_url_cleanup");
  find(library.url_set, "curl_url_set");
  find(library.url_get, "curl_url_get");
  find(library.free, "curl_free");
  if (missing != nullptr) return fail(ErrorCode::not_found, std::string(kLibrary) + " lacks " + missing);
  if (version_info(CURLVERSION_NOW)->version_num < kOldest)
    return fail(ErrorCode::not_found, std::string(kLibrary) + " is older than 7.85");
  if (global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    return fail(ErrorCode::system, std::string(kLibrary) + " does not start");
  return library;
}

}  // namespace

Result<const CurlLibrary*> CurlLibrary::load() {
  static const Result<CurlLibrary> library = open_library();
  if (!library) return std::unexpected(library.error());
  return &*library;
}

}  // namespace cordon::net
