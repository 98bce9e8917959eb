package dev.bifrost.supervisor.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: request, answer, request, answer. The next request is read when the answer to the
 * one before has left, so that answers come in order and nobody fills our memory with questions. On
 * the channel's thread, but for the answers, which come on any.
 */
final class Conversation extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Logger log = LoggerFactory.getLogger(Conversation.class);

  private final Routes routes;

  Conversation(Routes routes) {
    this.routes = routes;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    context.channel().config().setAutoRead(false);
    Object unused =
        routes
            .answer(request)
            .whenComplete(
                (answer, impossible) -> context.executor().execute(() -> write(context, answer)));
  }

  private void write(ChannelHandlerContext context, Answer answer) {
    if (answer instanceof Answer.Whole whole) {
      context
          .writeAndFlush(Responses.whole(whole))
          .addListener(
              written -> {
                if (written.isSuccess()) {
                  context.channel().config().setAutoRead(true);
                }
              });
      return;
    }
    Feed feed = ((Answer.Events) answer).feed();
    context.channel().closeFuture().addListener(closed -> feed.close());
    context
        .writeAndFlush(Responses.events())
        .addListener(
            written -> {
              if (written.isSuccess()) {
                pump(context.channel(), feed);
              }
            });
  }

  /** Writes the next piece when the one before has left. */
  private static void pump(Channel channel, Feed feed) {
    Object unused =
        feed.next()
            .whenComplete(
                (piece, failure) -> {
                  if (failure != null) {
                    // The client connects again and goes on behind the last event it has.
                    log.debug("A stream of events was cut off", failure);
                    close(channel);
                  } else {
                    write(channel, feed, piece);
                  }
                });
  }

  private static void write(Channel channel, Feed feed, Optional<String> piece) {
    if (piece.isEmpty()) {
      channel
          .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
          .addListener(ChannelFutureListener.CLOSE);
    } else if (piece.get().isEmpty() && channel.isActive()) {
      pump(channel, feed);
    } else {
      channel
          .writeAndFlush(
              new DefaultHttpContent(
                  Unpooled.wrappedBuffer(piece.get().getBytes(StandardCharsets.UTF_8))))
          .addListener(
              written -> {
                if (written.isSuccess()) {
                  pump(channel, feed);
                } else {
                  close(channel);
                }
              });
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      close(context.channel());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("A connection failed", cause);
    close(context.channel());
  }

  private static void close(Channel channel) {
    // There is nobody to tell that a connection was not closed.
    Object unused = channel.close();
  }
}
