/*
 * tlsfront: takes TLS connections on the loopback and hands their bytes to a plain server there.
 * A few threads, each with an epoll of its own for its share of the connections; made to be light,
 * not to be a proxy for anything else.
 *
 * Usage: tlsfront PORT-OF-THE-SERVER KEY.pem CERT.pem
 * It listens on any free port of 127.0.0.1, prints "port N" and runs until stdin, where that is a
 * pipe, is closed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER (64 << 10)
#define MOST_THREADS 4

struct pair;

/* one of the two sockets of a connection; the flags are cleared when the kernel says "not now" */
struct end {
  struct pair *pair;
  int fd, readable, writable, ended;
};

struct way {
  int from, to;
  char bytes[BUFFER];
};

struct pair {
  SSL *tls;
  struct end outer, inner;
  int accepted, closed;
  struct way in, out;
  struct pair *next;
};

static SSL_CTX *context;
static struct sockaddr_in server;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void end_of(struct pair *p, struct pair **closed) {
  if (p->closed) return;
  p->closed = 1;
  if (p->accepted) SSL_shutdown(p->tls);
  SSL_free(p->tls);
  close(p->outer.fd);
  close(p->inner.fd);
  p->next = *closed; /* freed later: more events of it may be at hand */
  *closed = p;
}

/* What TLS said: 1 if it waits for its socket, 0 if it is over. */
static int waits(struct pair *p, int result) {
  int error = SSL_get_error(p->tls, result);
  ERR_clear_error();
  if (error == SSL_ERROR_WANT_READ) p->outer.readable = 0;
  else if (error == SSL_ERROR_WANT_WRITE) p->outer.writable = 0;
  else return 0;
  return 1;
}

/* Moves what can be moved, both ways. Returns 0 when the connection is over. */
static int pump(struct pair *p) {
  if (!p->accepted) {
    int r = SSL_accept(p->tls);
    if (r != 1) return waits(p, r);
    p->accepted = 1;
    p->outer.readable = 1; /* TLS may have read ahead, and then no event tells of it */
  }
  struct way *in = &p->in, *out = &p->out;
  for (int moved = 1; moved;) {
    moved = 0;
    if (in->from == in->to && p->outer.readable) {
      int n = SSL_read(p->tls, in->bytes, BUFFER);
      if (n > 0) in->from = 0, in->to = n, moved = 1;
      else if (!waits(p, n)) return 0;
    }
    if (in->from < in->to && p->inner.writable) {
      ssize_t n = write(p->inner.fd, in->bytes + in->from, in->to - in->from);
      if (n > 0) in->from += n, moved = 1;
      else if (errno == EAGAIN) p->inner.writable = 0;
      else return 0;
    }
    if (out->from == out->to && p->inner.readable) {
      ssize_t n = read(p->inner.fd, out->bytes, BUFFER);
      if (n == 0 || (n < 0 && errno != EAGAIN)) return 0;
      /* that was all: the next byte is a new event; an end that was told already is not */
      if (n < 0 || (n < BUFFER && !p->inner.ended)) p->inner.readable = 0;
      if (n > 0) out->from = 0, out->to = n, moved = 1;
    }
    if (out->from < out->to && p->outer.writable) {
      int n = SSL_write(p->tls, out->bytes + out->from, out->to - out->from);
      if (n > 0) out->from += n, moved = 1;
      else if (!waits(p, n)) return 0;
    }
  }
  return 1;
}

static void prepare(struct pair *p, struct end *end, int fd) {
  int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl(fd, F_SETFL, O_NONBLOCK);
  end->pair = p;
  end->fd = fd;
  end->readable = end->writable = end->ended = 0;
}

static void watch(int epfd, struct end *end) {
  struct epoll_event event = {EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, {.ptr = end}};
  if (epoll_ctl(epfd, EPOLL_CTL_ADD, end->fd, &event)) die("epoll_ctl");
}

static void begin(int epfd, int outer) {
  int inner = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (inner < 0 || connect(inner, (struct sockaddr *)&server, sizeof server)) {
    perror("tlsfront: the server can not be reached");
    if (inner >= 0) close(inner);
    close(outer);
    return;
  }
  struct pair *p = malloc(sizeof *p);
  if (!p) die("malloc");
  p->tls = SSL_new(context);
  SSL_set_fd(p->tls, outer);
  p->accepted = p->closed = 0;
  p->in.from = p->in.to = p->out.from = p->out.to = 0;
  prepare(p, &p->outer, outer);
  prepare(p, &p->inner, inner);
  watch(epfd, &p->outer);
  watch(epfd, &p->inner);
}

/* A thread: new connections come as numbers of sockets through a pipe. */
static void *serve(void *given) {
  int accepted = (int)(long)given;
  int epfd = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event event = {EPOLLIN, {.ptr = NULL}};
  if (epoll_ctl(epfd, EPOLL_CTL_ADD, accepted, &event)) die("epoll_ctl");
  for (;;) {
    struct epoll_event events[256];
    int n = epoll_wait(epfd, events, 256, -1);
    if (n < 0 && errno != EINTR) die("epoll_wait");
    struct pair *closed = NULL;
    for (int i = 0; i < n; i++) {
      struct end *end = events[i].data.ptr;
      if (!end) {
        int outer;
        if (read(accepted, &outer, sizeof outer) == sizeof outer) begin(epfd, outer);
        continue;
      }
      if (end->pair->closed) continue;
      if (events[i].events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) end->readable = 1;
      if (events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) end->ended = 1;
      if (events[i].events & EPOLLOUT) end->writable = 1;
      if (!pump(end->pair)) end_of(end->pair, &closed);
    }
    while (closed) {
      struct pair *p = closed;
      closed = p->next;
      free(p);
    }
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: tlsfront PORT KEY.pem CERT.pem\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  struct rlimit files;
  if (!getrlimit(RLIMIT_NOFILE, &files)) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  context = SSL_CTX_new(TLS_server_method());
  if (!context || SSL_CTX_use_PrivateKey_file(context, argv[2], SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_use_certificate_chain_file(context, argv[3]) != 1) {
    fprintf(stderr, "tlsfront: key or certificate can not be read\n");
    return 1;
  }
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context, 1);
  struct sockaddr_in local = {.sin_family = AF_INET};
  local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  server = local;
  server.sin_port = htons(atoi(argv[1]));
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener, (struct sockaddr *)&local, sizeof local)) die("bind");
  if (listen(listener, 4096)) die("listen");
  socklen_t length = sizeof local;
  getsockname(listener, (struct sockaddr *)&local, &length);

  int hand_over[MOST_THREADS];
  long threads = sysconf(_SC_NPROCESSORS_ONLN);
  if (threads > MOST_THREADS) threads = MOST_THREADS;
  if (threads < 1) threads = 1;
  for (int i = 0; i < threads; i++) {
    int ends[2];
    pthread_t thread;
    if (pipe2(ends, O_CLOEXEC)) die("pipe");
    if (pthread_create(&thread, NULL, serve, (void *)(long)ends[0])) die("thread");
    pthread_detach(thread);
    hand_over[i] = ends[1];
  }
  printf("port %d\n", ntohs(local.sin_port));
  fflush(stdout);

  struct stat in;
  int piped = !fstat(0, &in) && S_ISFIFO(in.st_mode);
  struct pollfd fds[2] = {{listener, POLLIN, 0}, {piped ? 0 : -1, POLLIN, 0}};
  for (unsigned next = 0;;) {
    if (poll(fds, 2, -1) < 0) continue;
    char ignored[64];
    if (fds[1].revents && read(0, ignored, sizeof ignored) <= 0) return 0;
    if (!fds[0].revents) continue;
    int outer = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (outer >= 0 && write(hand_over[next++ % threads], &outer, sizeof outer) < 0) close(outer);
  }
}
