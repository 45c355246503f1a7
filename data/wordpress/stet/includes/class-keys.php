<?php
/**
 * Idempotency-Key: the same request sent again gets the answer that it got the first time.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * Looks keys up. The unit writes them, together with what they stand for.
 */
final class Keys {
	/**
	 * Hash of the present request's key, or ''.
	 *
	 * @var string
	 */
	private static $current = '';

	/**
	 * Hash of the present request. Taken before WordPress moves an uploaded file away.
	 *
	 * @var string
	 */
	private static $request_hash = '';

	/**
	 * Hooks.
	 */
	public static function start() {
		// Before permissions: they may have changed by what was done.
		add_filter( 'rest_pre_dispatch', array( self::class, 'look_up' ), 10, 3 );
	}

	/**
	 * Hash of the present request's key, or ''.
	 *
	 * @return string
	 */
	public static function current() {
		return self::$current;
	}

	/**
	 * Hash of the present request.
	 *
	 * @return string
	 */
	public static function request_hash() {
		return self::$request_hash;
	}

	/**
	 * Filter rest_pre_dispatch: answers what was asked before.
	 *
	 * @param mixed            $result  What was decided so far.
	 * @param \WP_REST_Server  $server  Not used.
	 * @param \WP_REST_Request $request The request.
	 * @return mixed
	 */
	public static function look_up( $result, $server, $request ) {
		if ( null !== $result || Unit::is_open() ) {
			return $result;
		}
		self::$current = '';
		$key           = $request->get_header( 'idempotency_key' );
		if ( null === $key || ! is_user_logged_in() || null === Unit::subject( $request ) ) {
			return $result;
		}
		if ( ! preg_match( '/^[\x21-\x7e]{1,255}$/', $key ) ) {
			return new \WP_Error( 'stet_bad_key', __( 'Idempotency-Key must be 1 to 255 visible ASCII characters.', 'stet' ), array( 'status' => 400 ) );
		}
		$hash = hash( 'sha256', $key );
		if ( ! Lock::take( 'key-' . get_current_user_id() . '-' . $hash ) ) {
			return Unit::busy();
		}
		self::$request_hash = self::fingerprint( $request );
		$row                = self::find( $hash );
		if ( ! $row ) {
			self::$current = $hash;
			return $result;
		}
		if ( self::$request_hash !== $row->request_hash ) {
			return new \WP_Error( 'stet_key_reused', __( 'This Idempotency-Key was used for a different request.', 'stet' ), array( 'status' => 422 ) );
		}
		$response = new \WP_REST_Response( json_decode( $row->answer, true ), (int) $row->status, (array) json_decode( $row->headers, true ) );
		$response->header( 'Idempotent-Replayed', 'true' );
		return $response;
	}

	/**
	 * The row of a key of the present user.
	 *
	 * @param string $hash The key's hash.
	 * @return object|null
	 */
	private static function find( $hash ) {
		global $wpdb;
		$table = Database::table( 'keys' );
		// phpcs:ignore WordPress.DB
		return $wpdb->get_row( $wpdb->prepare( "SELECT * FROM $table WHERE user_id = %d AND key_hash = %s", get_current_user_id(), $hash ) );
	}

	/**
	 * What makes a request the same: method, address, and all that it carries, the bytes of files included.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return string
	 */
	private static function fingerprint( $request ) {
		$files = array();
		foreach ( $request->get_file_params() as $name => $file ) {
			$bytes          = isset( $file['tmp_name'] ) && is_string( $file['tmp_name'] ) && is_readable( $file['tmp_name'] ) ? hash_file( 'sha256', $file['tmp_name'] ) : '';
			$files[ $name ] = array( isset( $file['name'] ) ? $file['name'] : '', isset( $file['size'] ) ? $file['size'] : 0, $bytes );
		}
		ksort( $files );
		$query = $request->get_query_params();
		$form  = $request->get_body_params();
		ksort( $query );
		ksort( $form );
		return hash(
			'sha256',
			wp_json_encode(
				array(
					$request->get_method(),
					$request->get_route(),
					$query,
					$form,
					$files,
					(string) $request->get_header( 'content_disposition' ),
					hash( 'sha256', $request->get_body() ),
				)
			)
		);
	}
}
