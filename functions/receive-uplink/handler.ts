import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyHandlerV2 } from 'aws-lambda';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { openLog } from '../../shared/platform/log.ts';
import { Environment } from './environment.ts';
import { receiveUplink } from './receive-uplink.ts';
import { WebhookSecrets } from './webhook-secrets.ts';

const { READING_QUEUE_URL, WEBHOOK_SECRET_ID } = readEnvironment(Environment);
const room = {
  queueUrl: READING_QUEUE_URL,
  queue: new SQSClient(),
  secrets: new WebhookSecrets(new SecretsManagerClient(), WEBHOOK_SECRET_ID),
  log: openLog(),
};

/** A network server's, a controller's or a camera's webhook call comes in; it goes to the reading queue as it is. */
export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const call = {
    source: event.pathParameters?.source ?? '',
    authorization: event.headers.authorization,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
  const { status, says } = await receiveUplink(call, room, Date.now());
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/json',
      // Cameras send their password only once they are asked for it.
      ...(status === 401 && { 'www-authenticate': 'Basic realm="Estatewatch webhooks", charset="UTF-8"' }),
    },
    body: JSON.stringify({ message: says }),
  };
};
