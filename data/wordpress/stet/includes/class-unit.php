<?php
/**
 * One REST write is one unit: under the article's lock, in one transaction, wholly or not at all.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * Opens a unit before a write's callback and closes it after.
 *
 * WordPress goes on after a failed query. So autocommit is off rather than a single transaction begun: what
 * follows a deadlock's rollback is rolled back as well. And a row written first, the token, must still be there
 * at the end; if it is not, the server took something back.
 */
final class Unit {
	const WRITES = array( 'POST', 'PUT', 'PATCH', 'DELETE' );

	/**
	 * The request whose unit is open.
	 *
	 * @var \WP_REST_Request|null
	 */
	private static $request;

	/**
	 * Primary key of the token in the table of keys.
	 *
	 * @var array
	 */
	private static $token;

	/**
	 * How many database errors there had been at the start.
	 *
	 * @var int
	 */
	private static $errors;

	/**
	 * Hooks.
	 */
	public static function start() {
		add_filter( 'rest_request_before_callbacks', array( self::class, 'before' ), 100, 3 );
		add_filter( 'rest_request_after_callbacks', array( self::class, 'after' ), 1000, 3 );
		add_filter( 'rest_post_dispatch', array( self::class, 'error_headers' ), 2 );
	}

	/**
	 * Whether a unit is open.
	 *
	 * @return bool
	 */
	public static function is_open() {
		return null !== self::$request;
	}

	/**
	 * The article or attachment that a write is about.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return int|null Its id, 0 for a new one, null if the request is none of ours.
	 */
	public static function subject( $request ) {
		if ( ! in_array( $request->get_method(), self::WRITES, true ) ) {
			return null;
		}
		$route = $request->get_route();
		if ( preg_match( '#^/(?:wp/v2|stet/v1)/posts/(\d+)(?:/|$)#', $route, $found ) ) {
			return (int) $found[1];
		}
		if ( preg_match( '#^/wp/v2/media/(\d+)(?:/|$)#', $route, $found ) ) {
			return (int) $found[1];
		}
		return preg_match( '#^/wp/v2/(posts|media)$#', $route ) ? 0 : null;
	}

	/**
	 * Filter rest_request_before_callbacks: opens the unit, or refuses.
	 *
	 * @param mixed            $response What was decided so far.
	 * @param array            $handler  The route's handler.
	 * @param \WP_REST_Request $request  The request.
	 * @return mixed
	 */
	public static function before( $response, $handler, $request ) {
		$id = self::subject( $request );
		if ( null === $id || self::is_open() || is_wp_error( $response ) ) {
			return $response;
		}
		// WordPress asks again, under the lock, and gives its own answer to who may not.
		$may = empty( $handler['permission_callback'] ) ? true : call_user_func( $handler['permission_callback'], $request );
		if ( true !== $may ) {
			return $response;
		}
		if ( $id && ! Lock::take( 'post-' . $id ) ) {
			return self::busy();
		}
		if ( $id ) {
			clean_post_cache( $id );
		}
		$refusal = Versions::check( $request, $id );
		if ( ! is_wp_error( $refusal ) ) {
			$refusal = Fields::check( $request, $id );
		}
		if ( ! is_wp_error( $refusal ) ) {
			$refusal = Media::check( $request );
		}
		if ( is_wp_error( $refusal ) ) {
			return $refusal;
		}
		self::open( $request );
		return $response;
	}

	/**
	 * Begins.
	 *
	 * @param \WP_REST_Request $request The request.
	 */
	private static function open( $request ) {
		global $wpdb, $EZSQL_ERROR; // phpcs:ignore WordPress.NamingConventions.ValidVariableName -- WordPress's own.
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery
		$wpdb->query( 'SET autocommit = 0' );
		self::$request = $request;
		self::$errors  = is_array( $EZSQL_ERROR ) ? count( $EZSQL_ERROR ) : 0; // phpcs:ignore WordPress.NamingConventions.ValidVariableName
		self::$token   = array(
			'user_id'  => get_current_user_id(),
			'key_hash' => Keys::current() ? Keys::current() : hash( 'sha256', 'unit ' . wp_generate_uuid4() ),
		);
		$wpdb->insert( // phpcs:ignore WordPress.DB.DirectDatabaseQuery
			Database::table( 'keys' ),
			self::$token + array(
				'headers'     => '',
				'answer'      => '',
				'created_gmt' => gmdate( 'Y-m-d H:i:s' ),
			)
		);
		wp_defer_term_counting( true );
	}

	/**
	 * Filter rest_request_after_callbacks: commits, or takes all back.
	 *
	 * @param mixed            $response The answer.
	 * @param array            $handler  The route's handler.
	 * @param \WP_REST_Request $request  The request.
	 * @return mixed
	 */
	public static function after( $response, $handler, $request ) {
		if ( self::$request !== $request ) {
			return $response;
		}
		// A part of WordPress may answer with an error in a response's clothes.
		$failed = is_wp_error( $response ) || rest_ensure_response( $response )->get_status() >= 400;
		if ( ! $failed ) {
			wp_defer_term_counting( false );
			Versions::flush();
			if ( self::keep( rest_ensure_response( $response ) ) && ! self::has_lost_queries() ) {
				self::close( 'COMMIT' );
				return $response;
			}
			$response = self::busy();
		}
		Media::forget();
		self::close( 'ROLLBACK' );
		wp_defer_term_counting( false );
		self::forget_caches( $request );
		return $response;
	}

	/**
	 * Writes the answer to the token, for the same request should it come again.
	 *
	 * @param \WP_REST_Response $response The answer.
	 * @return bool Whether the token was still there.
	 */
	private static function keep( $response ) {
		global $wpdb;
		$table = Database::table( 'keys' );
		// phpcs:disable WordPress.DB.DirectDatabaseQuery
		if ( ! Keys::current() ) {
			return 1 === $wpdb->delete( $table, self::$token );
		}
		$row = array(
			'request_hash' => Keys::request_hash(),
			'status'       => $response->get_status(),
			'headers'      => wp_json_encode( $response->get_headers() ),
			'answer'       => wp_json_encode( rest_get_server()->response_to_data( $response, false ) ),
		);
		return 1 === $wpdb->update( $table, $row, self::$token );
		// phpcs:enable
	}

	/**
	 * Whether the database refused a query because of other clients, or was lost. WordPress goes on then.
	 *
	 * @return bool
	 */
	private static function has_lost_queries() {
		global $EZSQL_ERROR; // phpcs:ignore WordPress.NamingConventions.ValidVariableName
		$errors = is_array( $EZSQL_ERROR ) ? array_slice( $EZSQL_ERROR, self::$errors ) : array(); // phpcs:ignore WordPress.NamingConventions.ValidVariableName
		foreach ( $errors as $error ) {
			if ( preg_match( '/deadlock|lock wait timeout|gone away|lost connection|max_allowed_packet/i', $error['error_str'] ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Ends.
	 *
	 * @param string $how COMMIT or ROLLBACK.
	 */
	private static function close( $how ) {
		global $wpdb;
		// phpcs:disable WordPress.DB
		$wpdb->query( $how );
		$wpdb->query( 'SET autocommit = 1' );
		// phpcs:enable
		self::$request = null;
		self::$token   = null;
	}

	/**
	 * What was read within a unit that was taken back is not so.
	 *
	 * @param \WP_REST_Request $request The request.
	 */
	private static function forget_caches( $request ) {
		$id = self::subject( $request );
		if ( $id ) {
			clean_post_cache( $id );
		}
		Versions::forget();
		wp_cache_delete( 'alloptions', 'options' );
	}

	/**
	 * The refusal of who came while others write.
	 *
	 * @return \WP_Error
	 */
	public static function busy() {
		return new \WP_Error( 'stet_busy', __( 'Another save is in progress. Nothing was changed; send the same again.', 'stet' ), array( 'status' => 503 ) );
	}

	/**
	 * Filter rest_post_dispatch: headers that belong to refusals.
	 *
	 * @param \WP_REST_Response $response The answer.
	 * @return \WP_REST_Response
	 */
	public static function error_headers( $response ) {
		$data = $response->is_error() ? $response->get_data() : array();
		$code = isset( $data['code'] ) ? $data['code'] : '';
		if ( 'stet_busy' === $code ) {
			$response->header( 'Retry-After', '1' );
		}
		if ( isset( $data['data']['etag'] ) ) {
			$response->header( 'ETag', $data['data']['etag'] );
		}
		return $response;
	}
}
