/*
 * tlsfront: takes TLS connections on the loopback and hands their bytes to a plain server there.
 * A thread a connection; made to be light, not to be a proxy for anything else.
 *
 * Usage: tlsfront PORT-OF-THE-SERVER KEY.pem CERT.pem
 * It listens on any free port of 127.0.0.1, prints "port N" and runs until it is stopped.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER (64 << 10)

static SSL_CTX *context;
static struct sockaddr_in server;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void no_delay(int fd) {
  int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

static int write_all(int fd, const char *p, size_t n) {
  while (n > 0) {
    ssize_t w = write(fd, p, n);
    if (w <= 0) return 0;
    p += w, n -= w;
  }
  return 1;
}

static void pass(SSL *tls, int outer, int inner) {
  static __thread char buffer[BUFFER];
  for (;;) {
    struct pollfd fds[2] = {{outer, POLLIN, 0}, {inner, POLLIN, 0}};
    if (poll(fds, 2, -1) < 0) return;
    if (fds[0].revents) {
      do {
        int n = SSL_read(tls, buffer, BUFFER);
        if (n <= 0 || !write_all(inner, buffer, n)) return;
      } while (SSL_pending(tls) > 0);
    }
    if (fds[1].revents) {
      ssize_t n = read(inner, buffer, BUFFER);
      if (n <= 0 || SSL_write(tls, buffer, n) <= 0) return;
    }
  }
}

static void *serve(void *given) {
  int outer = (int)(long)given;
  int inner = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  SSL *tls = SSL_new(context);
  SSL_set_fd(tls, outer);
  no_delay(outer);
  no_delay(inner);
  if (connect(inner, (struct sockaddr *)&server, sizeof server) == 0 && SSL_accept(tls) == 1)
    pass(tls, outer, inner);
  SSL_shutdown(tls);
  SSL_free(tls);
  close(outer);
  close(inner);
  return NULL;
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: tlsfront PORT KEY.pem CERT.pem\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  context = SSL_CTX_new(TLS_server_method());
  if (!context || SSL_CTX_use_PrivateKey_file(context, argv[2], SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_use_certificate_chain_file(context, argv[3]) != 1) {
    fprintf(stderr, "tlsfront: key or certificate can not be read\n");
    return 1;
  }
  struct sockaddr_in local = {.sin_family = AF_INET};
  local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  server = local;
  server.sin_port = htons(atoi(argv[1]));
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener, (struct sockaddr *)&local, sizeof local)) die("bind");
  if (listen(listener, 4096)) die("listen");
  socklen_t length = sizeof local;
  getsockname(listener, (struct sockaddr *)&local, &length);
  printf("port %d\n", ntohs(local.sin_port));
  fflush(stdout);
  for (;;) {
    int outer = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (outer < 0) continue;
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, (void *)(long)outer)) close(outer);
    else pthread_detach(thread);
  }
}
