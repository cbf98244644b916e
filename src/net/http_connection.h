// One connection of the server, from its first byte to its end.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "net/http_lane.h"

namespace cordon::net {

using HttpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Lane::Executor>;

// Serves the connection on its lane until it ends; `tls` empty: in clear text.
void serve_connection(HttpSocket socket, std::shared_ptr<boost::asio::ssl::context> tls, Lane& lane,
                      std::shared_ptr<HttpShared> shared);

}  // namespace cordon::net
