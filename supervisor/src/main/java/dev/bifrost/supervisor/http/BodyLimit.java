package dev.bifrost.supervisor.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Puts requests together, and refuses those that are too large. On the channel's thread. */
final class BodyLimit extends HttpObjectAggregator {

  BodyLimit(int largest) {
    super(largest, true);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    Answer.Whole answer =
        new ProblemException(
                413,
                "The body is larger than "
                    + maxContentLength()
                    + " bytes, which is http.body-limit. Nothing was done.")
            .answer();
    // What is left of the body would be taken for the next request.
    context.writeAndFlush(Responses.whole(answer)).addListener(ChannelFutureListener.CLOSE);
  }
}
