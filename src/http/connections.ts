import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const lookEveryMs = 20;

/**
 * The open connections of a server, and which of them wait for an answer. `server.closeIdleConnections` passes over a connection
 * that never sent a request, as clients keep in reserve, and closing would wait for it.
 */
export class Connections {
  private readonly open = new Set<Socket>();
  private readonly waiting = new Set<Socket>();

  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.open.add(socket);
      socket.on('close', () => this.open.delete(socket));
    });
    server.on('request', ({ socket }, response) => {
      this.waiting.add(socket);
      response.on('close', () => this.waiting.delete(socket));
    });
  }

  /** Stops accepting, ends connections without a request, waits for answers; cuts what is left when the time is up. */
  async drain(limitMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    const endIdle = () => this.open.forEach((socket) => this.waiting.has(socket) || socket.destroySoon());
    endIdle();
    const look = setInterval(endIdle, lookEveryMs);
    const cut = setTimeout(() => this.server.closeAllConnections(), limitMs);
    await closed;
    clearInterval(look);
    clearTimeout(cut);
  }
}
